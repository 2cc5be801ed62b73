# caravan_layer(NAME USES layers… PRIVATE libraries…)
#
# One static library from sim/NAME, with its public headers in include/caravan/NAME. A layer without
# sources is a library of headers alone. Third-party libraries stay private: no public header
# includes them, so a program that uses an installed Caravan needs them to link, not to compile.
function(caravan_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 LAYER "" "" "USES;PRIVATE")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${name}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/caravan/${name}/*.hpp)
  list(TRANSFORM LAYER_USES PREPEND caravan_)
  if(sources)
    set(reach PUBLIC)
    add_library(caravan_${name} STATIC ${sources})
    caravan_embed(${name})
    target_include_directories(caravan_${name} PRIVATE ${PROJECT_SOURCE_DIR}/sim)
    target_link_libraries(caravan_${name} PRIVATE $<BUILD_INTERFACE:caravan_options> ${LAYER_PRIVATE}
                          $<BUILD_INTERFACE:caravan_counted>)
    if(name MATCHES "^(core|engine|model)$")
      target_link_libraries(caravan_${name} PRIVATE $<BUILD_INTERFACE:caravan_event_path>)
    endif()
  else()
    set(reach INTERFACE)
    add_library(caravan_${name} INTERFACE)
  endif()
  add_library(caravan::${name} ALIAS caravan_${name})
  target_sources(caravan_${name} ${reach} FILE_SET HEADERS
                 BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
  target_compile_features(caravan_${name} ${reach} cxx_std_20)
  target_link_libraries(caravan_${name} ${reach} ${LAYER_USES})
  set_target_properties(caravan_${name} PROPERTIES EXPORT_NAME ${name}
                        VERIFY_INTERFACE_HEADER_SETS ON)
  set_property(GLOBAL APPEND PROPERTY CARAVAN_LAYERS ${name})
endfunction()

# What sim/NAME embeds: NAME.S includes the bytes of NAME.html.
function(caravan_embed name)
  file(GLOB embedding CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${name}/*.S)
  foreach(source ${embedding})
    string(REGEX REPLACE "\\.S$" ".html" embedded ${source})
    set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${embedded}
                                COMPILE_OPTIONS "-Wa,-I${PROJECT_SOURCE_DIR}/sim/${name}")
  endforeach()
  target_sources(caravan_${name} PRIVATE ${embedding})
endfunction()

# caravan_program(FOLDER USES layers… PRIVATE libraries…): the program `caravan` from sim/FOLDER.
function(caravan_program folder)
  cmake_parse_arguments(PARSE_ARGV 1 PROGRAM "" "" "USES;PRIVATE")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/${folder}/*.cpp)
  if(NOT sources)
    message(STATUS "sim/${folder} has no sources: the program is left out")
    return()
  endif()
  add_executable(caravan ${sources})
  target_include_directories(caravan PRIVATE ${PROJECT_SOURCE_DIR}/sim)
  target_compile_definitions(caravan PRIVATE CARAVAN_VERSION="${PROJECT_VERSION}")
  list(TRANSFORM PROGRAM_USES PREPEND caravan_)
  target_link_libraries(caravan PRIVATE ${PROGRAM_USES} caravan_options ${PROGRAM_PRIVATE})
  set_target_properties(caravan PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
endfunction()
