#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include "load/result/histogram_codec.h"

// For hdr_check.mjs: reads lines `encode VALUE:TIMES...` and `decode TEXT`, answers each with a line.

namespace {

using sellsign::load::Histogram;

void encode(std::istringstream& words) {
  Histogram histogram;
  for (std::string pair; words >> pair;) {
    char* end = nullptr;
    const auto value = std::strtoll(pair.c_str(), &end, 10);
    histogram.record_us(value, std::strtoull(end + 1, nullptr, 10));
  }
  std::cout << encode_v2(histogram) << "\n";
}

void decode(std::istringstream& words) {
  std::string text;
  words >> text;
  const auto histogram = sellsign::load::decode_v2(text);
  if (!histogram) return void(std::cout << "error: " << histogram.error().message << "\n");
  std::printf(R"({"count":%llu,"mean":%.17g,"deviation":%.17g,"percentiles":{)",
              static_cast<unsigned long long>(histogram->count()), histogram->mean_us(),
              histogram->deviation_us());
  const char* separator = "";
  for (const double p : {0.001, 1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 99.999, 100.0}) {
    std::printf(R"(%s"%.6g":%lld)", separator, p, static_cast<long long>(histogram->at_us(p)));
    separator = ",";
  }
  std::puts("}}");
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    if (verb == "encode")
      encode(words);
    else if (verb == "decode")
      decode(words);
    else
      return std::cerr << "unknown: " << verb << "\n", 2;
  }
}
