# Defines migrayt::migrayt: from the package that is installed with the library, or, where there is
# none, from the header and the library below MIGRAYT_PREFIX. It is not defined if neither is there.

if(NOT TARGET migrayt::migrayt AND MIGRAYT_PREFIX)
  find_package(migrayt 0.1 CONFIG QUIET PATHS "${MIGRAYT_PREFIX}" NO_DEFAULT_PATH)
elseif(NOT TARGET migrayt::migrayt)
  find_package(migrayt 0.1 CONFIG QUIET)
endif()

if(NOT TARGET migrayt::migrayt AND MIGRAYT_PREFIX)
  # Another prefix than at the last time is looked at anew.
  unset(MIGRAYT_INCLUDE CACHE)
  unset(MIGRAYT_LIBRARY CACHE)
  find_path(MIGRAYT_INCLUDE migrayt.h PATHS "${MIGRAYT_PREFIX}/include" NO_DEFAULT_PATH)
  find_library(MIGRAYT_LIBRARY migrayt PATHS "${MIGRAYT_PREFIX}/lib" NO_DEFAULT_PATH)
  mark_as_advanced(MIGRAYT_INCLUDE MIGRAYT_LIBRARY)
  if(MIGRAYT_INCLUDE AND MIGRAYT_LIBRARY)
    add_library(migrayt::migrayt UNKNOWN IMPORTED)
    set_target_properties(migrayt::migrayt PROPERTIES
      IMPORTED_LOCATION "${MIGRAYT_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${MIGRAYT_INCLUDE}")
  endif()
endif()
