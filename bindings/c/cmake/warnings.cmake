# How everything here is compiled. Nothing of it is passed on to who links to it but the sanitizers,
# which a program that links to what they were compiled into needs, too.

function(migrayt_warnings target)
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 /WX)
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Werror -Wpedantic -Wconversion)
  endif()
  if(MIGRAYT_SANITIZE)
    set(sanitizers "${MIGRAYT_SANITIZE}")
    if(sanitizers STREQUAL "address")
      # It looks for leaks, too.
      set(sanitizers "address,undefined")
    endif()
    target_compile_options(${target} PRIVATE -g -fno-omit-frame-pointer
      "-fsanitize=${sanitizers}" -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC "-fsanitize=${sanitizers}")
  endif()
endfunction()
