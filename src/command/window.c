/* The window: what it shows, frame after frame, until it is closed. */
#include "command/command.h"

#include "app/app_icon.h"
#include "app/settings/settings_file.h"
#include "base/translate.h"
#include "command/assets.h"
#include "command/source_file.h"
#include "command/surroundings.h"
#include "draw/draw_damage.h"
#include "platform/clock.h"
#include "platform/crash.h"
#include "platform/fonts.h"
#include "platform/log.h"
#include "platform/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A window and what it shows. */
typedef struct Screen {
    Window *window; /* null: it is not open */
    PixelBuffer pixels;
    DrawList shown, next; /* what the pixels show, and the frame in the making */
    float interface_scale;
} Screen;

typedef struct View {
    Screen main, notes; /* the second one: a teacher's, beside a presentation */
    App *app;
    TextMeasure measure;
    Raster *raster;
    bool fullscreen;
    bool notes_due;     /* to be drawn whole */
    const char *places; /* where tests want to find things by name; may be null */
} View;

static Rect screen_area(const Screen *screen) {
    int width, height;
    float scale = platform_window_scale(screen->window);
    platform_window_size(screen->window, &width, &height);
    return (Rect){0, 0, (float)width / scale, (float)height / scale};
}

/* Draws what has changed and shows it. */
static void present(const View *view, Screen *screen, bool exposed) {
    int width, height;
    float scale = platform_window_scale(screen->window);
    platform_window_size(screen->window, &width, &height);
    bool fresh = pixel_buffer_resize(&screen->pixels, width, height) || exposed;
    Rect all = screen_area(screen);
    Rect damage = fresh ? all : draw_damage(&screen->shown, &screen->next, &view->measure, all);
    if (damage.w <= 0 || damage.h <= 0) return;
    PixelRect pixels =
        pixel_rect_intersection(pixel_rect_around(damage, scale), pixel_rect_all(&screen->pixels));
    if (fresh) pixels = pixel_rect_all(&screen->pixels);
    raster_draw(view->raster, &screen->pixels, &screen->next, scale, app_theme(view->app)->window,
                &view->measure, pixels);
    platform_window_present(screen->window, &screen->pixels, pixels);
    DrawList swap = screen->shown;
    screen->shown = screen->next;
    screen->next = swap;
}

static void close_screen(Screen *screen) {
    pixel_buffer_deinit(&screen->pixels);
    draw_list_deinit(&screen->shown);
    draw_list_deinit(&screen->next);
    platform_window_destroy(screen->window);
    *screen = (Screen){0};
}

/* For tests: see tests/smoke/README.md. */
static void write_places(const View *view) {
    if (!view->places) return;
    TextBuffer text = {0};
    Error error;
    app_write_places(view->app, platform_window_scale(view->main.window), &text);
    platform_file_write(view->places, text_view(&text), &error);
    text_deinit(&text);
}

static void set_scale(Screen *screen, float scale) {
    if (scale != screen->interface_scale) {
        platform_window_set_interface_scale(screen->window, scale);
    }
    screen->interface_scale = scale;
}

static void apply_wishes(View *view) {
    Window *window = view->main.window;
    platform_window_set_cursor(window, app_cursor(view->app));
    platform_window_set_title(window, app_title(view->app));
    Rect caret = {0};
    bool typing = app_wants_text(view->app, &caret);
    platform_window_set_text_input(window, typing, caret);
    set_scale(&view->main, app_interface_scale(view->app));
    bool fullscreen = app_wants_fullscreen(view->app);
    if (fullscreen != view->fullscreen) platform_window_set_fullscreen(window, fullscreen);
    /* with a second screen the class does not see them */
    if (fullscreen && !view->fullscreen && platform_screen_count() > 1) app_open_notes(view->app);
    view->fullscreen = fullscreen;
}

static void set_icon(const View *view, Window *window) {
    enum { ICON_SIDE = 128 /* pixels: desktops make it smaller */ };
    PixelBuffer pixels = {0};
    DrawList list = {0};
    pixel_buffer_resize(&pixels, ICON_SIDE, ICON_SIDE);
    app_icon_draw(&list, ICON_SIDE);
    raster_draw(view->raster, &pixels, &list, 1, 0, &view->measure, pixel_rect_all(&pixels));
    platform_window_set_icon(window, &pixels);
    draw_list_deinit(&list);
    pixel_buffer_deinit(&pixels);
}

/* Opens, draws or closes the window of the notes. False: it was closed or could not be opened, and
 * the program has to be asked again. */
static bool show_notes(View *view) {
    enum { WIDTH = 720, HEIGHT = 540 }; /* logical pixels, at first */
    Screen *notes = &view->notes;
    Point size = {WIDTH, HEIGHT};
    bool closed = notes->window && platform_window_is_closed(notes->window);
    if (closed) app_notes_closed(view->app, false);
    bool exposed = notes->window && platform_window_take_exposed(notes->window);
    exposed = exposed || view->notes_due;
    view->notes_due = false;
    if (notes->window) size = (Point){screen_area(notes).w, screen_area(notes).h};
    if (closed || !app_notes_frame(view->app, size, &notes->next)) {
        if (notes->window) close_screen(notes);
        return !closed;
    }
    if (!notes->window) {
        Error error;
        notes->window =
            platform_window_create_beside(view->main.window, _("Notes"), WIDTH, HEIGHT, &error);
        if (!notes->window) app_notes_closed(view->app, true);
        if (notes->window) set_icon(view, notes->window);
        notes->interface_scale = 1;
        return false; /* its size is known now */
    }
    set_scale(notes, app_interface_scale(view->app));
    present(view, notes, exposed);
    return true;
}

static void loop(View *view, Surroundings *around) {
    enum { EVENTS = 64 };
    InputEvent events[EVENTS];
    size_t count = 0;
    bool exposed = true;
    while (!app_quit_requested(view->app)) {
        Rect area = screen_area(&view->main);
        for (size_t i = 0; i < count; i++) {
            exposed = exposed || events[i].kind == INPUT_EXPOSE || events[i].kind == INPUT_RESIZE;
        }
        int wait = app_frame(view->app, events, count, platform_clock_ms(), (Point){area.w, area.h},
                             &view->main.next);
        apply_wishes(view);
        /* the same words in other fonts are no change that a list of them tells */
        exposed = exposed || around->fonts_changed;
        view->notes_due = view->notes_due || around->fonts_changed;
        around->fonts_changed = false;
        present(view, &view->main, exposed);
        if (!show_notes(view)) wait = 0;
        write_places(view);
        exposed = false;
        if (app_quit_requested(view->app)) break;
        count = platform_window_wait(view->main.window, events, EVENTS, wait);
    }
}

static int show(const Options *options, Fonts *fonts, Surroundings *around, const char *path,
                Text bytes) {
    Error error;
    View view = {.measure = fonts_measure(fonts), .main = {.interface_scale = 1}};
    view.main.window = platform_window_create("Lastref", options->width, options->height, &error);
    if (!view.main.window) return command_fail(&error);
    PythonCheck model = {.run = command_whole_run(options)};
    around->checker = python_checker_create(&model);
    platform_state_open(&around->state);
    const char *log = text_cstr(&around->state.log);
    crash_watch(log, text_cstr(&around->state.marker));
    log_write(log, "Lastref %s starts: %dx%d pixels, scale %g, by %s", LASTREF_VERSION,
              options->width, options->height, (double)platform_window_scale(view.main.window),
              platform_window_presenter(view.main.window));
    around->window = view.main.window;
    view.app = surroundings_open_app(options, &view.measure, around, path, bytes, &error);
    int status = view.app ? 0 : command_fail(&error);
    if (view.app && !path) app_begin(view.app);
    view.raster = raster_create(0);
    view.places = getenv("LASTREF_RECTS");
    set_icon(&view, view.main.window);
    if (view.app) loop(&view, around);
    crash_leave();
    raster_destroy(view.raster);
    app_destroy(view.app);
    python_checker_destroy(around->checker);
    log_write(log, "ends%s%s", status ? ": " : "", status ? error.message : "");
    platform_state_deinit(&around->state);
    close_screen(&view.notes);
    close_screen(&view.main);
    return status;
}

/* What has to be known of the settings before there is a window; the app takes over the rest, and
 * tells what is wrong. */
static Settings read_settings(const char *path) {
    enum { SETTINGS_BYTES_MAX = 4 << 20 };
    SettingsFile file;
    TextBuffer text = {0};
    Error error;
    if (path[0]) platform_file_read_text(path, SETTINGS_BYTES_MAX, &text, &error);
    settings_read(text_view(&text), &file);
    Settings values = file.values;
    settings_file_deinit(&file);
    text_deinit(&text);
    return values;
}

int command_window(const Options *given) {
    Error error;
    Surroundings around = {0};
    TextBuffer source = {0}, root = {0};
    Fonts *fonts = NULL;
    Options own = *given;
    const Options *options = &own;
    int status = 0;
    if (options->data_dir) {
        platform_file_absolute(options->data_dir, &root);
        around.state.root = text_cstr(&root);
        if (!platform_folder_make(text_cstr(&root), &error)) {
            text_deinit(&root);
            return command_fail(&error);
        }
    }
    platform_settings_path(around.state.root, &around.settings);
    Settings settings = read_settings(text_cstr(&around.settings));
    /* answered by the first frame, if the desktop is quick */
    bool follows = !options->theme && strcmp(settings.theme, SETTINGS_SYSTEM) == 0;
    if (follows) around.system_theme = system_theme_ask();
    assets_list_languages(&around.languages);
    surroundings_choose_language(&around, settings.language);
    own.language = around.language;
    FontChoice chosen = {settings.font, settings.code_font};
    assets_list("lessons", ".py", &around.lessons);
    assets_list("scenes", ".lastref", &around.scenes);
    FileNames welcome = {0};
    around.welcome = assets_find_welcome(&welcome);
    const char *path = options->file ? options->script : NULL;
    if (path && !source_read(path, &source, &error)) {
        status = command_fail(&error);
    } else if (!(fonts = fonts_create_chosen(chosen, &error))) {
        status = command_fail(&error);
    } else {
        around.fonts = fonts;
        status = show(options, fonts, &around, path, text_view(&source));
    }
    fonts_destroy(fonts);
    text_deinit(&source);
    platform_names_deinit(&around.lessons);
    platform_names_deinit(&around.scenes);
    platform_names_deinit(&around.languages);
    platform_names_deinit(&welcome);
    text_deinit(&around.settings);
    text_deinit(&around.system_language);
    system_theme_destroy(around.system_theme);
    text_deinit(&root);
    return status;
}
