# SPDX-License-Identifier: Apache-2.0 OR MIT
#
# Defines migrayt::migrayt, the library behind the C header: by its package, or by the folder
# MIGRAYT_PREFIX where there is none.

if(TARGET migrayt::migrayt)
  return()
endif()

if(MIGRAYT_PREFIX)
  find_package(migrayt CONFIG QUIET PATHS "${MIGRAYT_PREFIX}" NO_DEFAULT_PATH)
  if(NOT TARGET migrayt::migrayt)
    find_path(MIGRAYT_INCLUDE migrayt.h PATHS "${MIGRAYT_PREFIX}/include" NO_DEFAULT_PATH)
    find_library(MIGRAYT_LIBRARY migrayt PATHS "${MIGRAYT_PREFIX}/lib" NO_DEFAULT_PATH)
    mark_as_advanced(MIGRAYT_INCLUDE MIGRAYT_LIBRARY)
    if(NOT MIGRAYT_INCLUDE OR NOT MIGRAYT_LIBRARY)
      message(FATAL_ERROR "MIGRAYT_PREFIX has no include/migrayt.h or no lib/libmigrayt")
    endif()
    add_library(migrayt::migrayt UNKNOWN IMPORTED)
    set_target_properties(migrayt::migrayt PROPERTIES
      IMPORTED_LOCATION "${MIGRAYT_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${MIGRAYT_INCLUDE}")
  endif()
else()
  find_package(migrayt 0.1 CONFIG REQUIRED)
endif()
