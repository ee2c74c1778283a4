// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The host of the conformance cases: the ports that a case wants, in memory.

#ifndef CONFORMANCE_HOST_HOST_HPP
#define CONFORMANCE_HOST_HOST_HPP

#include <memory>
#include <optional>
#include <string_view>

#include "json.hpp"

namespace conformance {

class target;
class vault;

class host {
public:
    /// A host of `made_of` (host.json) with the ports that are the fields of `with`.
    host(json made_of, json with);
    host(const host&) = delete;
    host& operator=(const host&) = delete;
    ~host();

    /// Answers every question with an error from now on.
    void trouble(const json& error) { trouble_ = error; }

    /// What its target was given.
    json counted() const;

    /// Who answers a run's questions.
    const migrayt::host& ports() const noexcept { return ports_; }

private:
    template <class Port>
    void keep(std::shared_ptr<Port> port, bool is_silent = false);
    migrayt::answer empty(const migrayt::question& asked);

    json made_of_;
    json with_;
    std::optional<json> trouble_;
    std::shared_ptr<target> target_;
    std::shared_ptr<vault> vault_;
    migrayt::host ports_;
};

}  // namespace conformance

#endif
