# caravan_layer(NAME USES layers… PRIVATE libraries…)
#
# One static library from sim/NAME, with its public headers in include/caravan/NAME. Third-party
# libraries stay private: no public header includes them.
function(caravan_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 LAYER "" "" "USES;PRIVATE")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${name}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/caravan/${name}/*.hpp)
  add_library(caravan_${name} STATIC ${sources})
  add_library(caravan::${name} ALIAS caravan_${name})
  set_target_properties(caravan_${name} PROPERTIES EXPORT_NAME ${name} LINKER_LANGUAGE CXX
                        VERIFY_INTERFACE_HEADER_SETS ON)
  target_sources(caravan_${name} PUBLIC FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
  target_include_directories(caravan_${name} PRIVATE ${PROJECT_SOURCE_DIR}/sim)
  target_compile_features(caravan_${name} PUBLIC cxx_std_20)
  foreach(used IN LISTS LAYER_USES)
    target_link_libraries(caravan_${name} PUBLIC caravan_${used})
  endforeach()
  target_link_libraries(caravan_${name} PRIVATE $<BUILD_INTERFACE:caravan_options> ${LAYER_PRIVATE})
endfunction()

# caravan_program(FOLDER USES layers… PRIVATE libraries…): the program `caravan` from sim/FOLDER.
function(caravan_program folder)
  cmake_parse_arguments(PARSE_ARGV 1 PROGRAM "" "" "USES;PRIVATE")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${folder}/*.cpp)
  add_executable(caravan ${sources})
  target_include_directories(caravan PRIVATE ${PROJECT_SOURCE_DIR}/sim)
  target_compile_definitions(caravan PRIVATE CARAVAN_VERSION="${PROJECT_VERSION}")
  foreach(used IN LISTS PROGRAM_USES)
    target_link_libraries(caravan PRIVATE caravan_${used})
  endforeach()
  target_link_libraries(caravan PRIVATE caravan_options ${PROGRAM_PRIVATE})
  set_target_properties(caravan PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
endfunction()
