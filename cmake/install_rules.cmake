# The program, and the client as a library for find_package(sellsign).
include(CMakePackageConfigHelpers)

set_target_properties(sellsign_client PROPERTIES EXPORT_NAME client)
install(TARGETS sellsign RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS sellsign_client sellsign_api sellsign_http sellsign_net sellsign_base sellsign_llhttp sellsign_options EXPORT sellsignTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} ${CMAKE_INSTALL_INCLUDEDIR}/sellsign)
install(DIRECTORY base api http client DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sellsign FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/generated/api/sources_data.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sellsign/api)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/sellsign)
install(EXPORT sellsignTargets NAMESPACE sellsign:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/sellsign)
configure_package_config_file(cmake/sellsignConfig.cmake.in ${PROJECT_BINARY_DIR}/sellsignConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/sellsign)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/sellsignConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/sellsignConfig.cmake ${PROJECT_BINARY_DIR}/sellsignConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/sellsign)
