# Run by ctest with: caravan_build, config, work, project, compiler, link_flags.
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${caravan_build} --config ${config} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${project} -B ${work}/build -G Ninja -D CMAKE_BUILD_TYPE=${config}
    -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_EXE_LINKER_FLAGS=${link_flags}
    -D CMAKE_PREFIX_PATH=${work}/prefix)
run(${CMAKE_COMMAND} --build ${work}/build)

foreach(program one_layer all_layers)
  run(${work}/build/${program})
  if(NOT output STREQUAL "two hours and a half are 9000000 ms\n")
    message(FATAL_ERROR "${program} printed: ${output}")
  endif()
endforeach()
