// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Finds the method of a port that a question names.

#ifndef MIGRAYT_DETAIL_METHODS_HPP
#define MIGRAYT_DETAIL_METHODS_HPP

#include <cstddef>
#include <string_view>

#include "../question.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace detail {

template <class Port>
struct method {
    std::string_view name;
    answer (Port::*carry_out)(const question&);
};

/// What every method does that a port need not have.
inline answer unsupported() {
    return refusal(error_kind::unsupported).with_effect(effect::none);
}

/// A later engine may ask what this header does not know; it does without.
template <class Port, std::size_t Count>
answer choose(Port& port, const method<Port> (&methods)[Count], const question& asked) {
    for (const auto& method : methods) {
        if (method.name == asked.method) return (port.*method.carry_out)(asked);
    }
    return unsupported();
}

}  // namespace detail
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
