// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A source of the host's own.

#ifndef MIGRAYT_PORTS_SOURCE_HPP
#define MIGRAYT_PORTS_SOURCE_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// A tracker that items are read from, where the configuration's `source.kind` is `host`. Each
/// method answers as docs/embedding/host-source.md says. Called by whichever thread serves the run,
/// one question after the other.
class source {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "source";

    virtual ~source() = default;

    /// What the source is, asked once.
    virtual answer describe(const question& asked) = 0;

    /// Types, fields, people, counts.
    virtual answer catalog(const question& asked) = 0;

    /// A page of items, or some items by id.
    virtual answer read(const question& asked) = 0;

    /// Begins a file. Needed if there are attachments.
    virtual answer open(const question&) { return detail::unsupported(); }

    /// The next piece of a file, in the answer's bytes.
    virtual answer pull(const question&) { return detail::unsupported(); }

    /// Nobody reads on in a file.
    virtual answer close(const question&) { return detail::unsupported(); }

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<source> methods[] = {
            {"describe", &source::describe},
            {"catalog", &source::catalog},
            {"read", &source::read},
            {"open", &source::open},
            {"pull", &source::pull},
            {"close", &source::close},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
