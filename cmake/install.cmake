# What `cmake --install` puts down, and the package that `cpack` makes of it.
#
# Another project says find_package(caravan) and links to caravan::caravan (everything) or to single
# layers: caravan::core, caravan::engine, and so on. Before 1.0 a minor version may change the interface.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(layers GLOBAL PROPERTY CARAVAN_LAYERS)
list(TRANSFORM layers PREPEND caravan_)

add_library(caravan_all INTERFACE)
add_library(caravan::caravan ALIAS caravan_all)
target_link_libraries(caravan_all INTERFACE ${layers})
set_target_properties(caravan_all PROPERTIES EXPORT_NAME caravan)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/caravan)
install(TARGETS caravan_all ${layers} EXPORT caravanTargets FILE_SET HEADERS)
install(EXPORT caravanTargets NAMESPACE caravan:: DESTINATION ${package_dir})
configure_package_config_file(cmake/caravanConfig.cmake.in caravanConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(caravanConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/caravanConfig.cmake
              ${PROJECT_BINARY_DIR}/caravanConfigVersion.cmake DESTINATION ${package_dir})

if(TARGET caravan)
  install(TARGETS caravan)
  install(FILES docs/man/caravan.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/caravan)
install(FILES docs/reference/caravan-1.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/caravan)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(PROJECT_IS_TOP_LEVEL)
  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_CONTACT "The Caravan maintainers")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_STRIP_FILES ON)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_SECTION science)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # the libraries it needs, as dpkg sees them
  include(CPack)
endif()
