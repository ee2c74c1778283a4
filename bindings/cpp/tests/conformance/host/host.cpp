// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "host.hpp"

#include <iostream>
#include <utility>

#include "journal.hpp"
#include "persons.hpp"
#include "source.hpp"
#include "target.hpp"
#include "vault.hpp"

namespace conformance {

host::host(json made_of, json with) : made_of_(std::move(made_of)), with_(std::move(with)) {
    if (with_.contains("source")) {
        const auto& own = with_["source"];
        keep(std::make_shared<source>(made_of_["source"], own), own.value("silent", false));
    }
    if (with_.contains("target")) {
        keep(target_ = std::make_shared<target>(made_of_["target"], with_["target"]));
    }
    if (with_.contains("journal")) keep(std::make_shared<journal>(made_of_["journal"]));
    if (with_.contains("vault")) keep(vault_ = std::make_shared<vault>());
    if (with_.contains("directory")) keep(std::make_shared<directory>(made_of_["directory"]));
    if (with_.contains("prompt")) keep(std::make_shared<prompt>(with_["prompt"]));
    ports_.on("conformance", [this](const migrayt::question& asked) { return empty(asked); });
    ports_.on_fault([](const migrayt::question& asked, std::string_view words) {
        std::cerr << "the host's " << asked.port << '.' << asked.method << ": " << words << '\n';
    });
}

host::~host() = default;

json host::counted() const {
    if (target_ == nullptr) throw std::runtime_error("the host has no target");
    return target_->counted();
}

template <class Port>
void host::keep(std::shared_ptr<Port> port, bool is_silent) {
    ports_.on(Port::port_name, [this, port, is_silent](const migrayt::question& asked) {
        if (is_silent) return migrayt::answer::later();
        if (trouble_) return migrayt::answer::refused(trouble_->dump());
        return port->dispatch(asked);
    });
}

migrayt::answer host::empty(const migrayt::question& asked) {
    const auto port = arguments(asked).at("port");
    if (port == "target" && target_ != nullptr) {
        *target_ = target(made_of_["target"], with_["target"]);
    } else if (port == "vault" && vault_ != nullptr) {
        vault_->empty();
    } else {
        return migrayt::refusal(migrayt::error_kind::unsupported);
    }
    return {};
}

}  // namespace conformance
