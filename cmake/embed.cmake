# fx_embed(<target> <symbol> <file>): puts the file's bytes into the library. Code reads them as
#   namespace fx::embedded { std::string_view <symbol>(); }
# declared by the user of the data, so that no header has to list every table.
function(fx_embed target symbol file)
  get_filename_component(path ${file} ABSOLUTE)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cc)
  file(CONFIGURE OUTPUT ${out} CONTENT [[
#include <string_view>
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    ".global fx_embedded_@symbol@\n"
    "fx_embedded_@symbol@:\n"
    ".incbin \"@path@\"\n"
    ".global fx_embedded_@symbol@_end\n"
    "fx_embedded_@symbol@_end:\n"
    ".byte 0\n"
    ".text\n");
extern "C" const char fx_embedded_@symbol@[];
extern "C" const char fx_embedded_@symbol@_end[];
namespace fx::embedded {
std::string_view @symbol@();
std::string_view @symbol@() {
  return {fx_embedded_@symbol@,
          static_cast<std::size_t>(fx_embedded_@symbol@_end - fx_embedded_@symbol@)};
}
}  // namespace fx::embedded
]] @ONLY)
  # A changed table must rebuild the object: the compiler does not see .incbin, nor does ccache.
  file(SHA256 ${path} digest)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS ${path}
                              COMPILE_DEFINITIONS FX_EMBEDDED_DIGEST="${digest}")
  target_sources(${target} PRIVATE ${out})
endfunction()
