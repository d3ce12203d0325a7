// Runs one target under libFuzzer: sellsign_fuzz --target=NAME [libFuzzer's flags] CORPUS
//   --list             names the targets
//   --seeds=FOLDER     writes the target's seeds there and ends

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/fuzz/targets.h"

namespace {

const sellsign::fuzz::Target* chosen = nullptr;

void choose(const std::string& name) {
  for (const auto& target : sellsign::fuzz::targets())
    if (target.name == name) chosen = &target;
  if (chosen != nullptr) return;
  std::fprintf(stderr, "there is no target %s; --list names them\n", name.c_str());
  std::exit(2);
}

void write_seeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::size_t number = 0;
  for (const std::string& seed : chosen->seeds())
    std::ofstream(folder / ("seed-" + std::to_string(++number)), std::ios::binary) << seed;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  std::string seeds;
  for (int i = 1; i < *count; ++i) {
    const std::string word = (*words)[i];
    if (word.rfind("--target=", 0) == 0) choose(word.substr(9));
    if (word.rfind("--seeds=", 0) == 0) seeds = word.substr(8);
    if (word != "--list") continue;
    for (const auto& target : sellsign::fuzz::targets())
      std::printf("%s\n", std::string(target.name).c_str());
    std::exit(0);
  }
  if (chosen == nullptr) choose("");
  if (seeds.empty()) return 0;
  write_seeds(seeds);
  std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
