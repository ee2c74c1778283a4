// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A vault of the host's own.

#ifndef MIGRAYT_PORTS_VAULT_HPP
#define MIGRAYT_PORTS_VAULT_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// Secrets by tenant and name, where `ports.vault` is `host`. Called by whichever thread serves the
/// run, one question after the other. Values come and go as bytes and are any bytes.
class vault {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "vault";

    virtual ~vault() = default;

    /// Whether values outlive the process and are shared with others, and the longest one.
    virtual answer describe(const question& asked) = 0;

    /// Keeps a value, in the question's bytes, where there is none.
    virtual answer put(const question& asked) = 0;

    /// The current value, in the answer's bytes, with its version; null if there is none.
    virtual answer hold(const question& asked) = 0;

    /// Replaces the current value of one version.
    virtual answer rotate(const question& asked) = 0;

    /// Keeps a value beside the current one.
    virtual answer stage(const question& asked) = 0;

    /// Makes the staged value the current one.
    virtual answer promote(const question& asked) = 0;

    /// Ends a secret, and what is staged beside it.
    virtual answer destroy(const question& asked) = 0;

    /// The names of a tenant's secrets.
    virtual answer names(const question& asked) = 0;

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<vault> methods[] = {
            {"describe", &vault::describe},
            {"put", &vault::put},
            {"hold", &vault::hold},
            {"rotate", &vault::rotate},
            {"stage", &vault::stage},
            {"promote", &vault::promote},
            {"destroy", &vault::destroy},
            {"names", &vault::names},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
