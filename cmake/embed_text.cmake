# Writes a header that holds a file as text: cmake -DINPUT=... -DOUTPUT=... -DNAME=k_name -P embed_text.cmake
file(READ ${INPUT} text)
get_filename_component(file ${INPUT} NAME)
file(WRITE ${OUTPUT} "// Generated from ${file}. Do not edit.
#pragma once

#include <string_view>

namespace sellsign::embedded {
inline constexpr std::string_view ${NAME} = R\"~~~(${text})~~~\";
}  // namespace sellsign::embedded
")
