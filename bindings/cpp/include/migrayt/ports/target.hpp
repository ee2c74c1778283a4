// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A target of the host's own.

#ifndef MIGRAYT_PORTS_TARGET_HPP
#define MIGRAYT_PORTS_TARGET_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// A tracker that items are written to, where the configuration's `target.kind` is `host`. Each
/// method answers as docs/embedding/host-target.md says. Called by whichever thread serves the run,
/// one question after the other.
class target {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "target";

    virtual ~target() = default;

    /// What the target is, asked once.
    virtual answer describe(const question& asked) = 0;

    /// Types, fields, states, people, limits.
    virtual answer catalog(const question& asked) = 0;

    /// The newest item's place.
    virtual answer high_water(const question& asked) = 0;

    /// Carries out orders: one result for each, in their order.
    virtual answer apply(const question& asked) = 0;

    /// Items as they stand.
    virtual answer read_back(const question& asked) = 0;

    /// Every item that carries a marker, a page at a time.
    virtual answer sweep(const question& asked) = 0;

    /// Begins a file. Needed with the operation `attach`, as the next three.
    virtual answer attach_begin(const question&) { return detail::unsupported(); }

    /// The next piece of a file, in the question's bytes.
    virtual answer attach_piece(const question&) { return detail::unsupported(); }

    /// The file is whole: only now it stands.
    virtual answer attach_end(const question&) { return detail::unsupported(); }

    /// The file is given up.
    virtual answer attach_abort(const question&) { return detail::unsupported(); }

    /// Properties of items. Needed with the operation `property`.
    virtual answer properties(const question&) { return detail::unsupported(); }

    /// Makes components, versions and sprints that items refer to.
    virtual answer prepare(const question&) { return detail::unsupported(); }

    /// Starts and closes sprints; without it they stay as they are.
    virtual answer finish(const question&) { return detail::unsupported(); }

    /// Begins a file that stands. Without it bytes are not compared.
    virtual answer open(const question&) { return detail::unsupported(); }

    /// The next piece of a file that stands, in the answer's bytes.
    virtual answer pull(const question&) { return detail::unsupported(); }

    /// Nobody reads on in a file.
    virtual answer close(const question&) { return detail::unsupported(); }

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<target> methods[] = {
            {"describe", &target::describe},
            {"catalog", &target::catalog},
            {"high_water", &target::high_water},
            {"apply", &target::apply},
            {"read_back", &target::read_back},
            {"sweep", &target::sweep},
            {"attach_begin", &target::attach_begin},
            {"attach_piece", &target::attach_piece},
            {"attach_end", &target::attach_end},
            {"attach_abort", &target::attach_abort},
            {"properties", &target::properties},
            {"prepare", &target::prepare},
            {"finish", &target::finish},
            {"open", &target::open},
            {"pull", &target::pull},
            {"close", &target::close},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
