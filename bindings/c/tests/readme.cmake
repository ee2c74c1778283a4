# Fails if the README shows another program than the one that is compiled.
file(READ "${README}" readme)
foreach(example first host)
  file(READ "${EXAMPLES}/${example}.c" program)
  string(FIND "${readme}" "```c\n${program}```" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "README.md does not show examples/${example}.c as it is")
  endif()
endforeach()
