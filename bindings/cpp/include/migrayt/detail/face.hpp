// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Which face the binding shows: one that throws, or one that returns results only.
//
// Both are made of the same code. They stand in inline namespaces of their own, so that a program
// may be made of parts that were compiled with exceptions and parts that were compiled without: a
// linker never takes a function of one part for the same function of the other.

#ifndef MIGRAYT_DETAIL_FACE_HPP
#define MIGRAYT_DETAIL_FACE_HPP

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
#define MIGRAYT_THROWS 1
#define MIGRAYT_FACE throwing
#else
#define MIGRAYT_THROWS 0
#define MIGRAYT_FACE returning
#endif

#endif
