/* Prints the syntax tree of a file as ast_oracle.py prints CPython's, or its syntax problem as
 * python3 does (status 1). For comparing the two: `ast_dump FILE.py`. With more files only those
 * that cannot be parsed are named. */
#include "python/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_whole(const char *path, TextBuffer *out) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    char chunk[65536];
    size_t count;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) text_append(out, chunk, count);
    bool fine = !ferror(file);
    fclose(file);
    return fine;
}

static int dump(const char *path, bool print) {
    TextBuffer source = {0}, out = {0};
    Arena arena = {0};
    Module *module;
    SyntaxProblem problem;
    int status = 0;
    if (!read_whole(path, &source)) {
        fprintf(stderr, "%s: cannot be read\n", path);
        text_deinit(&source);
        return 2;
    }
    Text text = text_view(&source);
    if (parse_module(&arena, text, path, PARSE_FILE, &module, &problem)) {
        if (print) ast_dump(module, &out);
        fwrite(text_cstr(&out), 1, out.length, stdout);
        module_deinit(module);
    } else {
        syntax_problem_format(&problem, path, &out);
        fwrite(text_cstr(&out), 1, out.length, stderr);
        status = 1;
    }
    text_deinit(&source);
    text_deinit(&out);
    arena_deinit(&arena);
    return status;
}

int main(int argc, char **argv) {
    int status = argc < 2 ? 2 : 0;
    for (int i = 1; i < argc; i++) {
        int one = dump(argv[i], argc == 2);
        if (one > status) status = one;
    }
    return status;
}
