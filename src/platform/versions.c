#include "platform/versions.h"

#include "platform/files.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <gmp.h>
#include <jansson.h>
#include <png.h>
#include <SDL.h>
#include <SDL_ttf.h>
#include <string.h>
#include <sys/utsname.h>

void versions_append_libraries(TextBuffer *out) {
    SDL_version sdl;
    const SDL_version *ttf = TTF_Linked_Version();
    int type[3] = {0}, shaper[3] = {0}, fc = FcGetVersion();
    SDL_GetVersion(&sdl);
    bool opened = TTF_Init() == 0; /* FreeType tells once it is there */
    TTF_GetFreeTypeVersion(&type[0], &type[1], &type[2]);
    TTF_GetHarfBuzzVersion(&shaper[0], &shaper[1], &shaper[2]);
    if (opened) TTF_Quit();
    text_appendf(out, "SDL %d.%d.%d, SDL_ttf %d.%d.%d, FreeType %d.%d.%d, HarfBuzz %d.%d.%d, ",
                 sdl.major, sdl.minor, sdl.patch, ttf->major, ttf->minor, ttf->patch, type[0],
                 type[1], type[2], shaper[0], shaper[1], shaper[2]);
    text_appendf(out, "fontconfig %d.%d.%d, cairo %s, libpng %s, GMP %s, jansson %s", fc / 10000,
                 fc / 100 % 100, fc % 100, cairo_version_string(), png_get_libpng_ver(NULL),
                 gmp_version, jansson_version_str());
}

/* The name that the distribution gives itself in /etc/os-release. */
static void append_distribution(TextBuffer *out) {
    static const char key[] = "PRETTY_NAME=";
    enum { BYTES_MAX = 1 << 16 };
    TextBuffer text = {0};
    Error error;
    Text line, rest;
    if (!platform_file_read_text("/etc/os-release", BYTES_MAX, &text, &error)) text_clear(&text);
    rest = text_view(&text);
    while (text_next_line(&rest, &line)) {
        size_t length = strlen(key);
        if (line.length <= length || memcmp(line.bytes, key, length) != 0) continue;
        for (size_t i = length; i < line.length; i++) {
            if (line.bytes[i] != '"') text_append_char(out, line.bytes[i]);
        }
        text_append_string(out, ", ");
        break;
    }
    text_deinit(&text);
}

void versions_append_system(TextBuffer *out) {
    struct utsname name;
    append_distribution(out);
    if (uname(&name) != 0) return;
    text_appendf(out, "%s %s %s", name.sysname, name.release, name.machine);
}
