// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "vault.hpp"

namespace conformance {

migrayt::answer vault::describe(const migrayt::question&) {
    return said({{"durable", false}, {"shared", false}});
}

migrayt::answer vault::put(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    if (find(wanted) != nullptr) return said("taken");
    value first{wanted.at("version").get<std::string>(), std::string(asked.bytes)};
    secrets_.emplace(of(wanted), secret{std::move(first), std::nullopt});
    return said("done");
}

migrayt::answer vault::hold(const migrayt::question& asked) {
    const auto* held = find(arguments(asked));
    if (held == nullptr) return {};
    return said({{"version", held->current.version}}, held->current.bytes);
}

migrayt::answer vault::rotate(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    auto* held = find(wanted);
    if (held == nullptr) return said("absent");
    if (held->current.version != wanted.at("from")) return said("newer");
    held->current = {wanted.at("version").get<std::string>(), std::string(asked.bytes)};
    return said("done");
}

migrayt::answer vault::stage(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    auto* held = find(wanted);
    if (held == nullptr) return said("absent");
    const auto version = wanted.at("version").get<std::string>();
    const bool is_staged = held->staged && held->staged->version == version;
    if (held->current.version == version || is_staged) return said("taken");
    if (held->current.version != wanted.at("from")) return said("newer");
    held->staged = value{version, std::string(asked.bytes)};
    return said("done");
}

/// Asking once more for what is current already is done: the first answer may have been lost.
migrayt::answer vault::promote(const migrayt::question& asked) {
    const auto wanted = arguments(asked);
    auto* held = find(wanted);
    if (held == nullptr) return said("absent");
    const auto version = wanted.at("version").get<std::string>();
    if (held->current.version == version) return said("done");
    if (held->current.version != wanted.at("from")) return said("newer");
    if (!held->staged || held->staged->version != version) return said("unstaged");
    held->current = *std::move(held->staged);
    held->staged.reset();
    return said("done");
}

migrayt::answer vault::destroy(const migrayt::question& asked) {
    return said(secrets_.erase(of(arguments(asked))) == 0 ? "absent" : "done");
}

migrayt::answer vault::names(const migrayt::question& asked) {
    const auto tenant = arguments(asked).at("tenant").get<std::string>();
    auto names = json::array();
    for (const auto& entry : secrets_) {
        const auto& [of_tenant, name] = entry.first;
        if (of_tenant == tenant) names.push_back(name);
    }
    return said(names);
}

vault::place vault::of(const json& asked) {
    return {asked.at("tenant").get<std::string>(), asked.at("name").get<std::string>()};
}

vault::secret* vault::find(const json& asked) {
    const auto found = secrets_.find(of(asked));
    return found == secrets_.end() ? nullptr : &found->second;
}

}  // namespace conformance
