/* start.ratio: time to the first frame of the program's window against that of a bare SDL2 and
 * SDL2_ttf window with one line of text. Each start is a process of its own, timed from its
 * beginning to the return of its first presentation. */
#include "bench.h"

#include "base/text.h"
#include "platform/fonts.h"
#include "platform/window.h"
#include "scene/scene.h"
#include "timeline/timeline.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WIDTH = 1280, HEIGHT = 800 };

/* ---- a bare window ---- */

static bool start_bare(void) {
    static const char font_path[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) || TTF_Init()) return false;
    /* SDL falls back to drivers that show nothing. */
    const char *driver = SDL_GetCurrentVideoDriver();
    if (!driver || !strcmp(driver, "offscreen") || !strcmp(driver, "dummy")) return false;
    SDL_Window *window = SDL_CreateWindow("bare", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                                          WIDTH, HEIGHT, SDL_WINDOW_RESIZABLE);
    TTF_Font *font = TTF_OpenFont(font_path, 16);
    if (!window || !font) return false;
    SDL_Surface *text = TTF_RenderUTF8_Blended(font, "a = [1]", (SDL_Color){0, 0, 0, 255});
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    if (!text || !surface) return false;
    SDL_FillRect(surface, NULL, SDL_MapRGB(surface->format, 255, 255, 255));
    SDL_BlitSurface(text, NULL, surface, &(SDL_Rect){20, 20, 0, 0});
    return SDL_UpdateWindowSurface(window) == 0;
}

/* ---- the program's window ---- */

static const char lesson[] = "class Node:\n"
                             "    def __init__(self, name):\n"
                             "        self.name = name\n"
                             "        self.peer = None\n"
                             "a = Node('a')\n"
                             "b = Node('b')\n"
                             "a.peer = b\n"
                             "b.peer = a\n"
                             "items = [a, b, 3]\n";

/* What the program does before its first frame: window, fonts, a script that has run, its picture.
 */
static bool start_program(void) {
    Error error;
    Window *window = platform_window_create("Lastref", WIDTH, HEIGHT, &error);
    Fonts *fonts = fonts_create(false, &error);
    Timeline *timeline = timeline_create(&(TimelineConfig){0}, &error);
    if (!window || !fonts || !timeline) {
        bench_note("%s", error.message);
        return false;
    }
    timeline_run(timeline, "lesson.py", text_of(lesson));
    TextMeasure measure = fonts_measure(fonts);
    Snapshot snapshot;
    snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
    Scene *scene = scene_create(&measure);
    scene_set(scene, &snapshot, NULL, (SceneOptions){.level = SCENE_COUNTS});
    DrawList list = {0};
    const Theme *theme = theme_light();
    PixelBuffer buffer = {0};
    int width, height;
    platform_window_size(window, &width, &height);
    pixel_buffer_resize(&buffer, width, height);
    SceneView view = {.area = {0, 0, (float)width, (float)height}, .pan = {40, 60}, .zoom = 1};
    scene_draw(scene, &list, theme, view, NULL);
    raster_draw(raster_create(0), &buffer, &list, platform_window_scale(window), theme->canvas,
                &measure, pixel_rect_all(&buffer));
    platform_window_present(window, &buffer, pixel_rect_all(&buffer));
    return true;
}

/* ---- measuring ---- */

/* Milliseconds of one start, or less than 0. */
static double measure_start(bool (*start)(void)) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        double before = bench_now();
        double ms = start() ? bench_now() - before : -1;
        ssize_t written = write(ends[1], &ms, sizeof ms);
        _exit(written != sizeof ms);
    }
    close(ends[1]);
    double ms = -1;
    bool good = child > 0 && read(ends[0], &ms, sizeof ms) == sizeof ms;
    close(ends[0]);
    if (child > 0) waitpid(child, NULL, 0);
    return good ? ms : -1;
}

void bench_start(const Bench *bench) {
    enum { RUNS = 7 };
    if (!bench_wants(bench, "start.ratio")) return;
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY")) {
        bench_note("start.ratio is not measured: there is no display");
        return;
    }
    double bare[RUNS], program[RUNS];
    for (int i = 0; i < RUNS; i++) {
        bare[i] = measure_start(start_bare);
        program[i] = measure_start(start_program);
        if (bare[i] < 0 || program[i] < 0) {
            bench_note("start.ratio is not measured: %s window did not open",
                       bare[i] < 0 ? "a bare" : "the program's");
            return;
        }
    }
    double bare_ms = bench_median(bare, RUNS), program_ms = bench_median(program, RUNS);
    bench_note("start: bare window %.1f ms, program %.1f ms", bare_ms, program_ms);
    bench_report("start.ratio", program_ms / bare_ms, "ratio");
}
