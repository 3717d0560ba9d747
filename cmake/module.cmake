# Several files are compiled as one (FX_UNITY), which takes about half the time: what the headers
# bring is read and instantiated once.
function(fx_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${FX_UNITY} UNITY_BUILD_BATCH_SIZE 8)
  if(FX_UNITY)
    # What stands in a file of its own looks to the compiler as if it stood in a header.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# fx_module(<name> [NEEDS <target>...] [ALONE <file>...]): one static library `fx_<name>` from a
# folder and, by the files' endings, its tests, fuzz targets and benchmarks. A new file cannot go
# unlisted.
#   *_test.cc, *_property_test.cc   one GoogleTest program <name>_tests
#   *_fuzz.cc                       one libFuzzer program each (a corpus replay when not fuzzing)
#   *_bench.cc                      one Google Benchmark program each, smoke-run by ctest
# ALONE are files with names of their own that others of the part have too, so they are compiled by
# themselves; whether each file includes what it needs is seen where FX_UNITY is off (the
# sanitizers, the fuzzers, clang-tidy).
# Tests find their data through FX_TESTDATA (the folder's testdata/) and FX_SOURCE_DIR.
function(fx_module name)
  cmake_parse_arguments(arg "" "" "NEEDS;ALONE" ${ARGN})
  file(GLOB all CONFIGURE_DEPENDS "*.cc")
  set_source_files_properties(${arg_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set(sources ${all})
  list(FILTER sources EXCLUDE REGEX "(_(test|fuzz|bench)|/main)\\.cc$")
  if(sources)
    add_library(fx_${name} STATIC ${sources})
    fx_together(fx_${name})
    set(scope PUBLIC)
  else()
    add_library(fx_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(fx_${name} ${scope} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(fx_${name} ${scope} ${arg_NEEDS})

  set(definitions FX_TESTDATA="${CMAKE_CURRENT_SOURCE_DIR}/testdata"
                  FX_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(tests AND FX_TESTS)
    add_executable(${name}_tests ${tests})
    fx_together(${name}_tests)
    target_compile_definitions(${name}_tests PRIVATE ${definitions})
    # Half the time of compiling a test goes into optimising what runs once.
    target_compile_options(${name}_tests PRIVATE -O0)
    target_link_libraries(${name}_tests fx_${name} GTest::gmock GTest::gtest_main rapidcheck)
    gtest_discover_tests(${name}_tests TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60)
  endif()

  foreach(file ${all})
    get_filename_component(stem ${file} NAME_WE)
    if(stem MATCHES "_fuzz$" AND (FX_TESTS OR FX_FUZZING))
      add_executable(${name}_${stem} ${file})
      target_compile_definitions(${name}_${stem} PRIVATE ${definitions})
      target_link_libraries(${name}_${stem} fx_${name})
      file(GLOB corpus CONFIGURE_DEPENDS "testdata/${stem}/*")
      if(FX_FUZZING)
        target_link_options(${name}_${stem} PRIVATE -fsanitize=fuzzer)
        set_property(GLOBAL APPEND PROPERTY FX_FUZZERS ${name}_${stem})
        file(APPEND ${CMAKE_BINARY_DIR}/fuzzers.txt
             "${name}_${stem} ${CMAKE_CURRENT_SOURCE_DIR}/testdata/${stem}\n")
      else()
        target_sources(${name}_${stem} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/replay_main.cc)
        add_test(NAME ${name}.${stem} COMMAND ${name}_${stem} ${corpus})
      endif()
    elseif(stem MATCHES "_bench$" AND FX_TESTS)
      add_executable(${name}_${stem} ${file})
      target_compile_definitions(${name}_${stem} PRIVATE ${definitions})
      target_link_libraries(${name}_${stem} fx_${name} benchmark::benchmark_main)
      add_test(NAME ${name}.${stem} COMMAND ${name}_${stem} --benchmark_min_time=0)
    endif()
  endforeach()
endfunction()
