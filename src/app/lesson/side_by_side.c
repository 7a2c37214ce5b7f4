#include "app/lesson/side_by_side.h"

#include "app/app_state.h"
#include "app/canvas/canvas.h"
#include "app/lesson/side_draw.h"
#include "app/lesson/side_words.h"
#include "base/hash.h"
#include "base/path.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float DRAG_SLOP = 4; /* pixels that a press may move and still be a click */
static const float ZOOM_LEAST = 0.15f, ZOOM_MOST = 4;

static const Comparison *comparison_of(const App *app) {
    return app->guide.file.beats[app->guide.beat].compare;
}

static const LessonShow *show_of(const App *app) {
    return &app->guide.file.beats[app->guide.beat].show;
}

static bool is_of_lesson(const App *app, const SidePicture *half) {
    return half->state == SIDE_SHOWN && half->run == &app->guide.run;
}

/* ---- looking ---- */

/* The history is the script's own: a moment of it can be gone to. */
static bool is_pristine(const App *app) {
    return timeline_done_count(app->timeline) == 0;
}

/* A message that begins with the path of a file beside the lesson, without the folder. */
static void append_told(const char *lesson, const char *message, TextBuffer *out) {
    size_t folder = (size_t)(path_base(lesson) - lesson);
    bool beside = strncmp(message, lesson, folder) == 0;
    text_append_string(out, message + (beside ? folder : 0));
}

/* Why the script ended early; false: it did not. */
static bool tell_end(const SideScript *other, const char *lesson, TextBuffer *out) {
    TextBuffer end = {0};
    bool early = lesson_script_tell_end(&other->script, &end);
    if (early) append_told(lesson, text_cstr(&end), out);
    text_deinit(&end);
    return early;
}

static void look_at(App *app, SidePicture *half) {
    Guide *guide = &app->guide;
    SideBySide *sides = &guide->sides_shown;
    const char *path = text_cstr(&guide->path);
    const LessonRun *run = &guide->run;
    SideScript *other = NULL;
    bool seen = half->state == SIDE_SHOWN && half->detail == app_detail(app);
    if (seen || half->state == SIDE_WRONG) return;
    if (half->side->script.length) {
        other = side_script_get(app, &sides->scripts, path, half->side->script);
        run = &other->script.run;
        half->state = SIDE_RUNNING;
        if (!side_script_has_ended(other)) return;
    }
    if (other && !other->fine) {
        half->state = SIDE_WRONG;
        if (!tell_end(other, path, &half->wrong)) {
            append_told(path, other->error.message, &half->wrong);
        }
        return;
    }
    if (!other && !is_pristine(app)) return;
    side_picture_look(half, run, app_detail(app), guide->file.text, path_base(path));
    if (half->state != SIDE_WRONG || !other) return;
    /* perhaps since it ended before */
    text_append_char(&half->wrong, '\n');
    tell_end(other, path, &half->wrong);
}

/* Both are moments of one script, and whole: what stands in both stands at the same place. */
static bool share_places(const App *app) {
    const SidePicture *halves = app->guide.sides_shown.halves;
    const LessonShow *show = show_of(app);
    return halves[0].state == SIDE_SHOWN && halves[1].state == SIDE_SHOWN &&
           halves[0].run == halves[1].run && !side_picture_is_part(&halves[0], show) &&
           !side_picture_is_part(&halves[1], show);
}

void side_by_side_look(App *app) {
    SideBySide *sides = &app->guide.sides_shown;
    const Comparison *compare = comparison_of(app);
    if (!compare) return;
    for (int i = 0; i < 2; i++) {
        if (!sides->there) sides->halves[i].side = &compare->sides[i];
        look_at(app, &sides->halves[i]);
    }
    sides->there = true;
    sides->options = app->options;
    bool shared = share_places(app);
    bool swapped = shared && lesson_stop_compare(sides->halves[0].stop, sides->halves[1].stop) > 0;
    for (int i = 0; i < 2; i++) {
        SidePicture *half = &sides->halves[i];
        const SidePicture *first = shared && i != swapped ? &sides->halves[swapped] : NULL;
        if (half->state != SIDE_SHOWN) continue;
        side_picture_place(half, first, app->config.measure, app->options, show_of(app));
    }
}

static bool options_differ(const SceneOptions *a, const SceneOptions *b) {
    return a->level != b->level || a->values_as_nodes != b->values_as_nodes ||
           a->without_functions != b->without_functions ||
           a->without_classes != b->without_classes || a->without_modules != b->without_modules ||
           a->chains_whole != b->chains_whole;
}

static bool has_ended(const App *app, const SidePicture *half) {
    const SideScripts *scripts = &app->guide.sides_shown.scripts;
    for (size_t i = 0; i < scripts->count; i++) {
        if (!text_is(half->side->script, scripts->items[i]->name)) continue;
        return side_script_has_ended(scripts->items[i]);
    }
    return true;
}

bool side_by_side_is_due(const App *app) {
    const SideBySide *sides = &app->guide.sides_shown;
    if (!sides->there) return false;
    for (int i = 0; i < 2; i++) {
        const SidePicture *half = &sides->halves[i];
        if (half->state == SIDE_RUNNING && has_ended(app, half)) return true;
    }
    return side_by_side_is_shown(app) && options_differ(&sides->options, &app->options);
}

void side_by_side_forget(App *app) {
    SideBySide *sides = &app->guide.sides_shown;
    for (int i = 0; i < 2; i++) side_picture_clear(&sides->halves[i]);
    SideScripts kept = sides->scripts;
    *sides = (SideBySide){.scripts = kept};
}

void side_by_side_close(App *app) {
    side_by_side_forget(app);
    side_scripts_deinit(&app->guide.sides_shown.scripts);
}

/* 1 or 2: this one is looked at alone. */
static int alone(const App *app) {
    int side = app->guide.side;
    if (side != 1 && side != 2) return 0;
    return comparison_of(app)->sides[side - 1].script.length ? side : 0;
}

bool side_by_side_is_shown(const App *app) {
    const Guide *guide = &app->guide;
    if (!guide->there || !guide->sides_shown.there || app->sandbox || app->editor.open)
        return false;
    if (guide->side != GUIDE_BOTH && !alone(app)) return false;
    return guide_has_comparison(app) && guide_is_at_card(app);
}

bool side_by_side_is_running(const App *app) {
    const SideBySide *sides = &app->guide.sides_shown;
    return sides->there &&
           (sides->halves[0].state == SIDE_RUNNING || sides->halves[1].state == SIDE_RUNNING);
}

/* ---- the hand ---- */

void side_by_side_fit(App *app) {
    for (int i = 0; i < 2; i++) app->guide.sides_shown.halves[i].moved = false;
}

static void zoom_about(SidePicture *half, float factor, Point about) {
    SceneView *view = &half->view;
    float least = fminf(ZOOM_LEAST, view->zoom);
    Point at = scene_to_canvas(*view, about);
    view->zoom = fminf(fmaxf(view->zoom * factor, least), ZOOM_MOST);
    view->pan.x = about.x - view->area.x - at.x * view->zoom;
    view->pan.y = about.y - view->area.y - at.y * view->zoom;
    half->moved = true;
}

static ScenePart part_at(const SidePicture *half, Point window) {
    return scene_hit(half->scene, scene_to_canvas(half->view, window),
                     CANVAS_REACH / half->view.zoom);
}

/* The object that a part is or leads to; null: none. */
static Handle object_of(const SidePicture *half, ScenePart part) {
    if (part.kind != SCENE_PORT) return part.object;
    uint32_t target = scene_row(half->scene, part.row)->target;
    return target == SNAPSHOT_NONE ? (Handle){0} : half->now.objects.items[target].handle;
}

/* The inspector tells of what is shown: an object that does not live there is not selected. */
static void click(App *app, SidePicture *half) {
    SideHand *hand = &app->guide.sides_shown.hand;
    if (hand->button != BUTTON_LEFT) return;
    Handle object = object_of(half, part_at(half, app->ui.mouse));
    if (hand->clicks == 2 && !object.serial) half->moved = false;
    if (!object.serial) app_select_none(app);
    bool lives = object.serial && is_of_lesson(app, half) &&
                 snapshot_find(&app->now_shown, object) != SNAPSHOT_NONE;
    if (lives) app_select(app, object, false);
}

static void press(App *app, SidePicture *half, int number) {
    SideHand *hand = &app->guide.sides_shown.hand;
    const Ui *ui = &app->ui;
    for (int button = BUTTON_LEFT; button <= BUTTON_RIGHT; button++) {
        if (!ui->pressed[button] || hand->half) continue;
        *hand = (SideHand){.half = number,
                           .button = (InputButton)button,
                           .clicks = ui->clicks,
                           .from = ui->mouse,
                           .pan = half->view.pan};
    }
}

static void drag(App *app, SidePicture *half) {
    SideHand *hand = &app->guide.sides_shown.hand;
    Ui *ui = &app->ui;
    Point way = {ui->mouse.x - hand->from.x, ui->mouse.y - hand->from.y};
    if (hypotf(way.x, way.y) > DRAG_SLOP) hand->moved = true;
    if (hand->moved) {
        half->moved = true;
        half->view.pan = (Point){hand->pan.x + way.x, hand->pan.y + way.y};
        ui->cursor = CURSOR_GRAB;
    }
    if (!ui->released[hand->button]) return;
    if (!hand->moved) click(app, half);
    *hand = (SideHand){0};
}

static void tell_tip(App *app, const SidePicture *half, ScenePart part, int number) {
    Ui *ui = &app->ui;
    uint64_t identity = (uint64_t)number << 56 ^ (uint64_t)part.kind << 48 ^
                        (uint64_t)part.row << 24 ^ (uint64_t)part.object.serial;
    if (part.kind == SCENE_NOTHING || part.kind == SCENE_FRAME || part.kind == SCENE_MORE) return;
    Rect near = {ui->mouse.x, ui->mouse.y, 1, 14};
    if (!ui_tip(ui, (UiId)hash_mix(identity), near) || app->unseen) return;
    TextBuffer text = {0};
    side_tell_part(half, part, app->options.level, &text);
    ui_tell_tip(ui, text_cstr(&text));
    text_deinit(&text);
}

/* Takes the pointer; returns what it rests on. */
static ScenePart update_half(App *app, SidePicture *half, int number, const char *name) {
    SideBySide *sides = &app->guide.sides_shown;
    Ui *ui = &app->ui;
    UiAnswer answer = ui_area(ui, name, half->view.area, true, true, NULL);
    if (!half->scene) return (ScenePart){0};
    bool over =
        ui->mouse_inside && rect_contains(half->view.area, ui->mouse) && ui->hot == ui_id(name);
    WheelTurn turn;
    if (over && settings_take_wheel(app, &turn)) {
        zoom_about(half, turn.factor, ui->mouse);
        half->view.pan.x += turn.move.x;
        half->view.pan.y += turn.move.y;
    }
    if (answer.clicked && !answer.released) half->moved = false; /* Enter: all is seen again */
    if (over) press(app, half, number);
    if (sides->hand.half == number) drag(app, half);
    if (!over || sides->hand.moved) return (ScenePart){0};
    ScenePart part = part_at(half, ui->mouse);
    tell_tip(app, half, part, number);
    if (object_of(half, part).serial && is_of_lesson(app, half)) ui->cursor = CURSOR_HAND;
    return part;
}

void side_by_side(App *app) {
    static const char *const names[] = {"side.left", "side.right"};
    SideBySide *sides = &app->guide.sides_shown;
    Rect area = app->panes.canvas;
    ScenePart hovers[2] = {{0}};
    /* the hidden canvas comes to rest, and is where it should be when it is seen again */
    app->view.area = area;
    camera_update(app);
    arrange_tick(app);
    if (area.w <= 0) return;
    int one = alone(app);
    SidePlaces places = side_places(app, one, share_places(app));
    sides->lit = (Handle){0};
    for (int i = 0; i < 2; i++) {
        if (places.halves[i].whole.w <= 0) continue;
        SidePicture *half = &sides->halves[i];
        hovers[i] = update_half(app, half, i + 1, names[i]);
        if (hovers[i].kind == SCENE_NOTHING) continue;
        sides->lit = object_of(half, hovers[i]);
        sides->lit_run = half->run;
    }
    if (app->unseen) return;
    for (int i = 0; i < 2; i++) {
        if (places.halves[i].whole.w <= 0) continue;
        side_draw(app, i, &places.halves[i], hovers[i], names[i]);
    }
    Rect edge = places.halves[1].whole;
    if (one) return;
    draw_fill(app->ui.list,
              places.stacked ? (Rect){edge.x, edge.y - 1, edge.w, 2}
                             : (Rect){edge.x - 1, edge.y, 2, edge.h},
              app->theme->border);
}

/* ---- for recorded sessions ---- */

bool side_by_side_find(const App *app, const char *name, Rect *rect) {
    const float header = 30;
    static const char *const begins[] = {"left:node:", "right:node:"};
    for (int i = 0; i < 2 && side_by_side_is_shown(app); i++) {
        const SidePicture *half = &app->guide.sides_shown.halves[i];
        ReferencePlace place;
        size_t length = strlen(begins[i]);
        if (strncmp(name, begins[i], length) != 0 || !half->scene) continue;
        if (alone(app) && i + 1 != alone(app)) return false;
        if (!object_path_find(&half->now, text_of(name + length), &place)) return false;
        uint32_t object = object_path_held(&half->now, place);
        if (object == SNAPSHOT_NONE) return false;
        if (!scene_find(half->scene, half->now.objects.items[object].handle, rect)) return false;
        Point corner = scene_to_window(half->view, (Point){rect->x, rect->y});
        *rect = (Rect){corner.x, corner.y, rect->w * half->view.zoom,
                       fminf(rect->h, header) * half->view.zoom};
        return true;
    }
    return false;
}

static void tell_half(const App *app, int i, TextBuffer *out) {
    const SidePicture *halves = app->guide.sides_shown.halves, *half = &halves[i];
    SideFigure figures[SIDE_FIGURES_MAX];
    text_append(out, half->side->title.bytes, half->side->title.length);
    if (half->state == SIDE_RUNNING) text_append_string(out, " | running");
    if (half->state == SIDE_WRONG) text_appendf(out, " | %s", text_cstr(&half->wrong));
    if (half->state != SIDE_SHOWN) return;
    text_appendf(out, " | %s", text_cstr(&half->words));
    if (half->code.length) text_appendf(out, " %s", text_cstr(&half->code));
    size_t count = side_figures(half, &halves[1 - i], app->options.level, figures);
    for (size_t j = 0; j < count; j++) {
        text_appendf(out, "%s%s %s%s", j ? ", " : " | ", figures[j].name, figures[j].value,
                     figures[j].differs ? "*" : "");
    }
}

void side_by_side_tell(const App *app, TextBuffer *out) {
    int one = side_by_side_is_shown(app) ? alone(app) : 0;
    for (int i = 0; i < 2 && side_by_side_is_shown(app); i++) {
        if (one && i + 1 != one) continue;
        tell_half(app, i, out);
        text_append_char(out, '\n');
    }
}

bool side_by_side_check(const App *app, TextBuffer *wrong) {
    Error error;
    for (int i = 0; i < 2 && side_by_side_is_shown(app); i++) {
        const SidePicture *half = &app->guide.sides_shown.halves[i];
        if (!half->scene) continue;
        if (!snapshot_check(&half->now, &error)) {
            text_append_string(wrong, error.message);
            return false;
        }
        if (!scene_check(half->scene, wrong)) return false;
    }
    return true;
}
