# SPDX-License-Identifier: Apache-2.0 OR MIT
#
# The programs in the README are those of the examples, which are compiled and run.

file(READ "${BINDING}/README.md" readme)
foreach(example first source)
  file(READ "${BINDING}/examples/${example}.cpp" program)
  string(FIND "${program}" "#include" begin)
  string(SUBSTRING "${program}" ${begin} -1 program)
  string(FIND "${readme}" "${program}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "README.md does not hold examples/${example}.cpp as it is")
  endif()
endforeach()
