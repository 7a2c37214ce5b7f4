#include "app/states.h"

#include "app/app_state.h"

#include <stdio.h>
#include <string.h>

static void put_selected(const App *app, TextBuffer *out) {
    uint32_t object = app_selected(app);
    const Snapshot *now = &app->now_shown;
    if (object == SNAPSHOT_NONE) return;
    const SnapFrame *module = &now->frames.items[0];
    for (uint32_t i = 0; i < module->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[module->first_variable + i];
        if (variable->object != object) continue;
        text_append(out, variable->name.bytes, variable->name.length);
        return;
    }
}

static void put_statement(const App *app, TextBuffer *out) {
    uint32_t count = app->timeline ? timeline_edit_count(app->timeline) : 0;
    if (count) text_append_string(out, timeline_edit_text(app->timeline, count - 1));
}

static void put_output(const App *app, TextBuffer *out) {
    text_append(out, text_cstr(&app->output.text), app->output.text.length);
}

static void put_note(const App *app, TextBuffer *out) {
    text_append_string(out, app->output.note);
}

static void put_step(const App *app, TextBuffer *out) {
    text_appendf(out, "%u", app_step(app));
}

static void put_steps(const App *app, TextBuffer *out) {
    text_appendf(out, "%u", app_step_count(app));
}

static void put_line(const App *app, TextBuffer *out) {
    uint32_t step = app_step(app);
    text_appendf(out, "%u", step ? timeline_line(app->timeline, step) : 0);
}

/* What is told of a window that ended without leaving. */
static void put_offer(const App *app, TextBuffer *out) {
    if (!app->restore.open) return;
    if (app->restore.crash[0]) text_appendf(out, "%s ", app->restore.crash);
    text_append_string(out, app->restore.told);
}

static void put_message(const App *app, TextBuffer *out) {
    if (app->now < app->note.until) text_append_string(out, app->note.text);
}

static void put_preview(const App *app, TextBuffer *out) {
    text_append(out, text_cstr(&app->gesture.text), app->gesture.text.length);
}

static void put_settings(const App *app, TextBuffer *out) {
    Settings now = settings_now(app);
    settings_write_values(&now, out);
    if (out->length) out->bytes[--out->length] = '\0'; /* the last line's end */
}

static void put_about(const App *app, TextBuffer *out) {
    if (app->about.open) text_append_string(out, text_cstr(&app->about.rows));
}

static void put_theme(const App *app, TextBuffer *out) {
    text_append_string(out, app->theme->name);
}

static void put_playing(const App *app, TextBuffer *out) {
    text_append_string(out, app->playing ? "yes" : "no");
}

static void put_inside(const App *app, TextBuffer *out) {
    if (app->inside.at || step_inside_collecting(app))
        text_append_string(out, step_inside_name(app->inside.look.stop.kind));
}

static void put_check(const App *app, TextBuffer *out) {
    static const char *const names[] = {"",          "asking",    "running",
                                        "identical", "different", "failed"};
    text_append_string(out, names[app->checking.state]);
}

static void put_loading(const App *app, TextBuffer *out) {
    text_append_string(out, loading_is_under_way(app) ? "yes" : "no");
}

/* "<module> crew > [0] > .peer" while it is asked for. */
static void put_why(const App *app, TextBuffer *out) {
    const KeepPath *path = &app->inspection.path;
    for (size_t i = 0; i < path->steps.count; i++) {
        if (i) text_append_string(out, i == path->cycle ? " | " : " > ");
        keeps_append_step(&app->now_shown, &path->steps.items[i], out);
    }
}

/* "32 + 264" of each object in the panel of bytes. */
static void put_bytes(const App *app, TextBuffer *out) {
    for (int i = 0; i < INSPECTED && app->inspection.bytes_open; i++) {
        const Inspected *seen = &app->inspection.seen[i];
        if (!seen->alive) continue;
        if (i) text_append_string(out, ", ");
        for (uint32_t j = 0; j < seen->bytes.block_count; j++) {
            text_appendf(out, "%s%u", j ? " + " : "", seen->bytes.blocks[j].bytes);
        }
    }
}

static void put_frame(const App *app, TextBuffer *out) {
    uint32_t frame = app_selected_frame(app);
    if (frame == SNAPSHOT_NONE) return;
    Text name = app->now_shown.frames.items[frame].name;
    text_append(out, name.bytes, name.length);
}

static void put_changes(const App *app, TextBuffer *out) {
    const ObjectHistory *changes = &app->inspection.changes;
    if (!changes->object.serial) return;
    for (size_t i = 0; i < object_history_count(changes) && i < 40; i++) {
        const ObjectChange *change = object_history_at(changes, i);
        text_appendf(out, "%s%u: %u-%u%s", i ? ", " : "", change->stop, change->before,
                     change->after, change->content ? "*" : "");
    }
}

static void put_narration(const App *app, TextBuffer *out) {
    text_appendf(out, "%s: %s", app->narration.title, app->narration.text);
}

static void put_marks(const App *app, TextBuffer *out) {
    for (size_t i = 1; i < app->marks.count; i++) {
        uint8_t mark = app->marks.items[i];
        text_append_char(out, mark & (MARK_COLLECT | MARK_COLLECT_BY_ITSELF) ? 'c'
                              : mark & MARK_DEATH                            ? '-'
                              : mark & MARK_BIRTH                            ? '+'
                                                                             : '.');
    }
}

static void put_level(const App *app, TextBuffer *out) {
    text_append_string(out, app_level_name(app->options.level));
}

static void put_tip(const App *app, TextBuffer *out) {
    text_append_string(out, app->ui.tip);
}

static void put_editor(const App *app, TextBuffer *out) {
    Text text = edit_text(&app->editor.area.edit);
    if (app->editor.open) text_append(out, text.bytes, text.length);
}

static void put_prompt(const App *app, TextBuffer *out) {
    Text text = edit_text(&app->prompt.area.edit);
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\n') {
            text_append_string(out, "\\n");
        } else {
            text_append_char(out, text.bytes[i]);
        }
    }
}

static void put_refusal(const App *app, TextBuffer *out) {
    text_append_string(out, text_cstr(&app->prompt.refusal));
}

static void put_class(const App *app, TextBuffer *out) {
    if (app->class_form.open) class_form_append_source(&app->class_form, out);
}

static void put_class_refusal(const App *app, TextBuffer *out) {
    text_append_string(out, text_cstr(&app->class_form.refusal));
}

static void put_saved(const App *app, TextBuffer *out) {
    text_append_string(out, app->editor.unsaved || files_unsaved(app) ? "no" : "yes");
}

/* ---- the heap in short ---- */

static void put_target(const App *app, const uint32_t *numbers, uint32_t object, TextBuffer *out) {
    const SnapObject *self = &app->now_shown.objects.items[object];
    if (numbers[object]) {
        text_appendf(out, "#%u", numbers[object]);
    } else {
        text_append(out, self->repr.bytes, self->repr.length);
    }
}

/* Numbers and short strings are told where they stand, and so is what everything holds: modules,
 * and functions, whose parts are of no interest. */
static bool is_told_apart(const SnapObject *object) {
    return !object->small && !object->shared && object->class != OBJECT_MODULE &&
           object->class != OBJECT_FUNCTION;
}

/* The frames' variables, then each object by its number: type, refcount, what it refers to, who
 * holds it unseen. */
static void put_heap(const App *app, TextBuffer *out) {
    const Snapshot *now = &app->now_shown;
    if (!app->timeline) return;
    uint32_t *numbers = memory_alloc(sizeof *numbers * now->objects.count), count = 0;
    for (uint32_t i = 0; i < now->objects.count; i++) {
        if (is_told_apart(&now->objects.items[i])) numbers[i] = ++count;
    }
    for (uint32_t i = 0; i < now->variables.count; i++) {
        const SnapVariable *variable = &now->variables.items[i];
        text_appendf(out, "%.*s = ", (int)variable->name.length, variable->name.bytes);
        if (variable->object != SNAPSHOT_NONE) put_target(app, numbers, variable->object, out);
        text_append_char(out, '\n');
    }
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!numbers[i]) continue;
        text_appendf(out, "#%u %.*s, refcount %u%s", numbers[i], (int)object->title.length,
                     object->title.bytes, object->refcount, object->reachable ? "" : ", garbage");
        for (uint32_t j = 0; j < object->reference_count; j++) {
            const SnapReference *reference = &now->references.items[object->first_reference + j];
            text_append_string(out, j ? ", " : ": ");
            snapshot_append_slot(reference, false, out);
            text_append_string(out, reference->weak ? " ~ " : " = ");
            put_target(app, numbers, reference->target, out);
        }
        for (uint32_t j = 0; j < object->hidden_count; j++) {
            const SnapHidden *hidden = &now->hidden.items[object->first_hidden + j];
            text_appendf(out, "; %u by %.*s", hidden->count, (int)hidden->holder.length,
                         hidden->holder.bytes);
        }
        text_append_char(out, '\n');
    }
    memory_free(numbers);
}

/* What the lesson's card is about: "asks alias". */
static void put_guide(const App *app, TextBuffer *out) {
    static const char *const parts[] = {"says", "asks", "tells", "task", "done", "ended"};
    const Guide *guide = &app->guide;
    if (!guide->there) return;
    text_append_string(out, parts[guide->part]);
    if (guide->part != GUIDE_ENDED) text_appendf(out, " %s", guide->file.beats[guide->beat].name);
}

/* The right answer, once it is told, and how the person's was: "2, wrong". */
static void put_answer(const App *app, TextBuffer *out) {
    static const char *const outcomes[] = {"right", "wrong", "unsure"};
    const Guide *guide = &app->guide;
    if (!guide->there || guide->part != GUIDE_TELLS) return;
    Text told = guide->right.told;
    text_appendf(out, "%.*s, %s", (int)told.length, told.bytes, outcomes[guide->outcome]);
}

static void put_rich(const RichText *text, TextBuffer *out) {
    for (size_t i = 0; i < text->spans.count; i++)
        text_append_string(out, text->spans.items[i].text);
}

/* What the card says to an answer, or of a task that is done. */
static void put_feedback(const App *app, TextBuffer *out) {
    const Guide *guide = &app->guide;
    put_rich(&guide->told, out);
    if (guide->told.spans.count && guide->why.spans.count) text_append_char(out, ' ');
    put_rich(&guide->why, out);
}

/* The statements with what they did to refcounts. */
static void put_done(const App *app, TextBuffer *out) {
    uint32_t count = app->timeline ? timeline_record_count(app->timeline) : 0;
    for (uint32_t i = 0; i < count && i < app->effects.count; i++) {
        text_appendf(out, "%s | %s\n", timeline_record(app->timeline, i).text,
                     app->effects.items[i].text);
    }
}

/* Heading and rows of the menu that is open. */
static void put_menu(const App *app, TextBuffer *out) {
    const Menu *menu = &app->menu;
    if (!menu->open) return;
    if (menu->heading[0]) text_appendf(out, "%s\n", menu->heading);
    for (size_t i = 0; i < menu->count; i++) {
        text_appendf(out, "%s%s\n", menu->rows[i].text, menu->rows[i].asks ? " ..." : "");
    }
}

/* The statement that is edited beside a thing, and why it did not do. */
static void put_field(const App *app, TextBuffer *out) {
    if (!app->statement.open) return;
    text_append_string(out, ui_text_field_text(&app->statement.field));
    if (app->statement.refusal[0]) text_appendf(out, " | %s", app->statement.refusal);
}

/* What was done, a statement a line. */
static void put_statements(const App *app, TextBuffer *out) {
    uint32_t count = app->timeline ? timeline_edit_count(app->timeline) : 0;
    for (uint32_t i = 0; i < count; i++) {
        text_appendf(out, "%s\n", timeline_edit_text(app->timeline, i));
    }
}

static void put_document(const App *app, TextBuffer *out) {
    if (app->file.path) text_append_string(out, app->file.path);
}

static void put_hash(const App *app, TextBuffer *out) {
    if (!app->timeline) return;
    text_appendf(out, "%016llx", (unsigned long long)timeline_hash(app->timeline));
}

static void put_yes(bool yes, TextBuffer *out) {
    text_append_string(out, yes ? "yes" : "no");
}

static void put_presenting(const App *app, TextBuffer *out) {
    put_yes(app->present.on, out);
}

static void put_blank(const App *app, TextBuffer *out) {
    put_yes(app->present.on && app->present.blank, out);
}

static void put_spotlight(const App *app, TextBuffer *out) {
    put_yes(app->present.on && app->present.spotlight, out);
}

/* "Next: PgDn" */
static void put_shown_key(const App *app, TextBuffer *out) {
    if (!app->present.on || app->now >= app->present.shown_until) return;
    for (const char *at = app->present.shown; *at; at++) {
        if (*at == '\t') {
            text_append_string(out, ": ");
        } else {
            text_append_char(out, *at);
        }
    }
}

static const struct {
    const char *name;
    void (*put)(const App *app, TextBuffer *out);
} states[] = {
    {"step", put_step},
    {"steps", put_steps},
    {"line", put_line},
    {"selected", put_selected},
    {"statement", put_statement},
    {"message", put_message},
    {"offer", put_offer},
    {"preview", put_preview},
    {"theme", put_theme},
    {"settings", put_settings},
    {"about", put_about},
    {"playing", put_playing},
    {"output", put_output},
    {"note", put_note},
    {"inside", put_inside},
    {"narration", put_narration},
    {"marks", put_marks},
    {"check", put_check},
    {"loading", put_loading},
    {"level", put_level},
    {"tip", put_tip},
    {"export", export_sheet_append_state},
    {"export-path", export_sheet_append_path},
    {"editor", put_editor},
    {"saved", put_saved},
    {"why", put_why},
    {"bytes", put_bytes},
    {"frame", put_frame},
    {"changes", put_changes},
    {"heap", put_heap},
    {"statements", put_statements},
    {"done", put_done},
    {"guide", put_guide},
    {"answer", put_answer},
    {"sides", side_by_side_tell},
    {"feedback", put_feedback},
    {"menu", put_menu},
    {"field", put_field},
    {"prompt", put_prompt},
    {"refusal", put_refusal},
    {"find", find_append_count},
    {"question", question_append},
    {"class", put_class},
    {"class-refusal", put_class_refusal},
    {"document", put_document},
    {"start", start_append_state},
    {"hash", put_hash},
    {"presenting", put_presenting},
    {"blank", put_blank},
    {"spotlight", put_spotlight},
    {"shown-key", put_shown_key},
    {"notes", notes_append},
};

bool app_state(const App *app, const char *name, TextBuffer *out) {
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(states[i].name, name) != 0) continue;
        states[i].put(app, out);
        return true;
    }
    return false;
}

/* Line ends and tabs as two characters. */
static void put_escaped(TextBuffer *out, const TextBuffer *value) {
    for (size_t i = 0; i < value->length; i++) {
        char c = value->bytes[i];
        if (c == '\n') {
            text_append_string(out, "\\n");
        } else {
            text_append_char(out, c == '\t' ? ' ' : c);
        }
    }
}

void app_write_states(const App *app, TextBuffer *out) {
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        TextBuffer value = {0};
        states[i].put(app, &value);
        text_appendf(out, "state\t%s\t", states[i].name);
        put_escaped(out, &value);
        text_append_char(out, '\n');
        text_deinit(&value);
    }
}

bool app_check(const App *app, TextBuffer *wrong) {
    Error error;
    if (!app->timeline || !app->now_shown.frames.count) return true;
    if (!side_by_side_check(app, wrong)) return false;
    if (snapshot_check(&app->now_shown, &error)) return scene_check(app->scene, wrong);
    text_append_string(wrong, error.message);
    return false;
}
