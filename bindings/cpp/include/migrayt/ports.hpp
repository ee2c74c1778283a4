// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The ports that a host can implement: one class each, with a method for each question.

#ifndef MIGRAYT_PORTS_HPP
#define MIGRAYT_PORTS_HPP

#include "ports/conformance.hpp"
#include "ports/consent.hpp"
#include "ports/directory.hpp"
#include "ports/journal.hpp"
#include "ports/prompt.hpp"
#include "ports/source.hpp"
#include "ports/target.hpp"
#include "ports/vault.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// The ports that a host can implement. Derive from one, write the methods that it demands and
/// those that your program can answer, and give it to a `host`.
namespace ports {}

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
