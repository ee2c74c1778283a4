# SPDX-License-Identifier: Apache-2.0 OR MIT
#
# Installs the headers, and a package by which others find them.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(MIGRAYT_PACKAGE "${CMAKE_INSTALL_LIBDIR}/cmake/migrayt-cpp")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/migrayt" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS migrayt_cpp EXPORT migrayt-cpp)
install(EXPORT migrayt-cpp NAMESPACE migrayt:: DESTINATION "${MIGRAYT_PACKAGE}"
  FILE migrayt-cpp-targets.cmake)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/migrayt-cpp-config.cmake.in"
  "${PROJECT_BINARY_DIR}/migrayt-cpp-config.cmake" INSTALL_DESTINATION "${MIGRAYT_PACKAGE}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/migrayt-cpp-config-version.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/migrayt-cpp-config.cmake"
  "${PROJECT_BINARY_DIR}/migrayt-cpp-config-version.cmake"
  DESTINATION "${MIGRAYT_PACKAGE}")

# The licences are the repository's.
foreach(licence LICENSE-APACHE LICENSE-MIT)
  if(EXISTS "${PROJECT_SOURCE_DIR}/../../${licence}")
    install(FILES "${PROJECT_SOURCE_DIR}/../../${licence}" DESTINATION
      "${CMAKE_INSTALL_DATADIR}/licenses/migrayt-cpp")
  endif()
endforeach()
