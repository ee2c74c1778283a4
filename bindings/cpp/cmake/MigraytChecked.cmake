# SPDX-License-Identifier: Apache-2.0 OR MIT
#
# How tests and examples are compiled: every warning is an error.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

add_library(migrayt_checked INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(migrayt_checked INTERFACE
    -Wall -Wextra -Werror -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
    -Wold-style-cast)
endif()

if(MIGRAYT_SANITIZE STREQUAL "address")
  set(MIGRAYT_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_compile_options(migrayt_checked INTERFACE ${MIGRAYT_SANITIZERS})
  target_link_options(migrayt_checked INTERFACE ${MIGRAYT_SANITIZERS})
elseif(MIGRAYT_SANITIZE)
  message(FATAL_ERROR "MIGRAYT_SANITIZE is 'address' or empty")
endif()
