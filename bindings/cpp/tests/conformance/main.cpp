// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Carries out the cases that every binding passes.
//
//     runner CASES [--only NAME]     all cases, or one; exit code 0 if all pass
//     runner --child FILE            the steps of a file

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "steps.hpp"

namespace {

using conformance::json;

json read(const std::filesystem::path& file) {
    std::ifstream text(file, std::ios::binary);
    if (!text) throw std::runtime_error("cannot be read: " + file.string());
    return json::parse(text);
}

void carry_out_all(conformance::stage& on, const json& steps) {
    for (const auto& step : steps) {
        try {
            conformance::carry_out(on, step);
        } catch (const std::exception& failed) {
            const auto number = &step - &steps[0] + 1;
            throw conformance::failure("step " + std::to_string(number) + " (" +
                                       step.at("op").get<std::string>() + "): " + failed.what());
        }
    }
}

/// Why a case fails; empty if it passes.
std::string failure_of(const json& host, const json& steps) {
    try {
        conformance::stage on(host);
        carry_out_all(on, steps);
        return {};
    } catch (const std::exception& failed) {
        return failed.what();
    }
}

int run_cases(const std::filesystem::path& file, const std::string& only) {
    const auto host = read(file.parent_path() / "host.json");
    int passed = 0;
    int failed = 0;
    const auto all = read(file);
    for (const auto& one : all.at("cases")) {
        const auto name = one.at("name").get<std::string>();
        if (!only.empty() && name != only) continue;
        const auto why = failure_of(host, one.at("steps"));
        ++(why.empty() ? passed : failed);
        std::cout << (why.empty() ? "ok " + name : "FAILED " + name + ": " + why) << std::endl;
    }
    std::cout << passed << " passed, " << failed << " failed" << std::endl;
    return failed == 0 && passed > 0 ? 0 : 1;
}

int run_child(const std::filesystem::path& file) {
    const auto told = read(file);
    conformance::stage on(told.at("host"), told.at("variables"));
    carry_out_all(on, told.at("steps"));
    return 0;
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments(words + 1, words + count);
    try {
        if (arguments.size() == 2 && arguments[0] == "--child") return run_child(arguments[1]);
        if (arguments.size() == 1) return run_cases(arguments[0], {});
        if (arguments.size() == 3 && arguments[1] == "--only") {
            return run_cases(arguments[0], arguments[2]);
        }
    } catch (const std::exception& failed) {
        std::cerr << failed.what() << '\n';
        return 1;
    }
    std::cerr << "runner CASES [--only NAME]\nrunner --child FILE\n";
    return 2;
}
