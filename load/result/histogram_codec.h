#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "load/result/histogram.h"

// Histograms as texts that every HdrHistogram reader opens: the compressed V2 encoding in base64, which
// starts with `HIST`.

namespace sellsign::load {

std::string encode_v2(const Histogram& histogram);

/// The same of the sparse form: `buckets` ascend.
std::string encode_v2(std::span<const Histogram::Bucket> buckets);

/// Reads a text back. An Error of kind `undecodable` says what is wrong with one that is damaged or has
/// another range or precision than ours. Takes at most a quarter of a megabyte beside the result, whatever
/// the text says.
Result<Histogram> decode_v2(std::string_view text);

/// The same as the sparse form.
Result<std::vector<Histogram::Bucket>> decode_v2_buckets(std::string_view text);

}  // namespace sellsign::load
