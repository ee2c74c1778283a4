// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Everything that a case has, by its names.

#ifndef CONFORMANCE_STAGE_HPP
#define CONFORMANCE_STAGE_HPP

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/host.hpp"
#include "matching.hpp"
#include "system.hpp"
#include "variables.hpp"

namespace conformance {

/// A run, and who answers its questions whenever its events are fetched.
struct running {
    migrayt::run run;
    std::shared_ptr<host> answers;
};

/// Members are freed from the last to the first: runs before engines, folders at the end.
struct stage {
    explicit stage(json host_of, json kept = json::object())
        : made_of(std::move(host_of)), known(std::move(kept)) {}

    /// What hosts are made of.
    json made_of;
    variables known;
    std::vector<folder> folders;
    std::map<std::string, std::uint64_t> memory;
    std::map<std::string, std::shared_ptr<host>> hosts;
    /// Carries the simulators.
    std::optional<migrayt::engine> simulating;
    std::map<std::string, migrayt::engine> engines;
    std::map<std::string, migrayt::run> simulated;
    std::map<std::string, running> runs;
};

/// What stands under the name that a step gives in a field.
template <class Named>
Named& named(std::map<std::string, Named>& all, const json& step, const char* field) {
    const auto found = all.find(step.at(field).get<std::string>());
    if (found == all.end()) throw failure("there is no " + step.at(field).dump());
    return found->second;
}

}  // namespace conformance

#endif
