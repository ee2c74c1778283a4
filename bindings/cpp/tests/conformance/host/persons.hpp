// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Who is known, and who is asked.

#ifndef CONFORMANCE_HOST_PERSONS_HPP
#define CONFORMANCE_HOST_PERSONS_HPP

#include <string>
#include <utility>

#include "json.hpp"

namespace conformance {

class directory : public migrayt::ports::directory {
public:
    explicit directory(json tokens) : tokens_(std::move(tokens)) {}

    migrayt::answer look_up(const migrayt::question& asked) override {
        return said(tokens_.value(std::string(asked.bytes), json()));
    }

private:
    json tokens_;
};

class prompt : public migrayt::ports::prompt {
public:
    explicit prompt(json secrets) : secrets_(std::move(secrets)) {}

    migrayt::answer ask(const migrayt::question& asked) override {
        const auto wanted = arguments(asked).at("wanted").get<std::string>();
        return said({}, secrets_.value(wanted, std::string()));
    }

private:
    json secrets_;
};

}  // namespace conformance

#endif
