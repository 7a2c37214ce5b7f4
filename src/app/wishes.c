#include "app/wishes.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

void app_wish_stop(App *app, uint32_t stop) {
    app_wish_inside(app, stop, 0);
}

void app_wish_inside(App *app, uint32_t stop, uint32_t inside) {
    app->wish.stop = stop;
    app->wish.inside = inside;
}

/* The next stop at this line after the shown one and then from the start, or the one before it and
 * then from the end; 0: it is never run. */
static uint32_t stop_at_line(const App *app, uint32_t line, bool back) {
    uint32_t count = timeline_count(app->timeline), from = timeline_position(app->timeline);
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t away = back ? count - i : i;
        uint32_t stop = (from + away - 1) % count + 1;
        if (timeline_line(app->timeline, stop) == line && !timeline_is_edit(app->timeline, stop)) {
            return stop;
        }
    }
    return 0;
}

static void run_to_line(App *app, uint32_t line, bool back) {
    if (!back) app_resume(app);
    uint32_t stop = stop_at_line(app, line, back), from = timeline_position(app->timeline);
    if (!stop) {
        app_say(app, false, _("Line %u is never run."), line);
        return;
    }
    app->playing = app->inside.playing = false;
    app_wish_stop(app, stop);
    if (stop == from) {
        app_say(app, false, _("Line %u is reached at this step only."), line);
    } else if (!back && stop < from) {
        app_say(app, false, _("Line %u is not reached again: this is the first time."), line);
    } else if (back && stop > from) {
        app_say(app, false, _("Line %u was not reached before: this is the last time."), line);
    }
}

/* Shows a stop, or one inside the step that follows it. */
void app_show_stop(App *app, uint32_t stop, uint32_t inside) {
    if (!guide_may_show(app, stop, inside)) {
        if (app->present.on) {
            app_say(app, false, "%s", _("The answer is held back. Show it first (PgDn)."));
            return;
        }
        app_say(app, false,
                _("Answer first: what comes next is the answer. Or say that you are not sure."));
        return;
    }
    if (!inside || timeline_position(app->timeline) != stop) {
        timeline_seek(app->timeline, stop);
        app_refresh(app);
    }
    if (inside) step_inside_show(app, inside);
}

void wishes_grant(App *app) {
    Wish wish = app->wish;
    app->wish = (Wish){.statements = wish.statements, .answer = wish.answer, .walk = wish.walk};
    if (wish.open) {
        files_open_told(app, wish.open);
        return;
    }
    if (wish.action && action_is_enabled(app, wish.action)) {
        present_tell(app, wish.action);
        wish.action->run(app);
    }
    if (app->timeline && guide_has_wish(app)) guide_grant(app);
    if (app->timeline && wish.line) run_to_line(app, wish.line, wish.line_back);
    if (app->wish.stop) {
        wish.stop = app->wish.stop;
        wish.inside = app->wish.inside;
    }
    if (app->timeline && wish.redo_to) arrange_redo_to(app, wish.redo_to);
    if (app->timeline && wish.stop) app_show_stop(app, wish.stop, wish.inside);
    if (app->timeline) statements_check(app);
    if (app->timeline && app->wish.statements.count) statements_execute(app);
    if (app->timeline && app->question.replied) question_reply(app);
    if (app->timeline && (wish.again || app->wish.again)) app_show_again(app);
    if (app->timeline && (wish.scene || app->wish.scene)) app_set_scene(app);
    notes_update(app);
    app->wish.action = NULL;
    app->wish.stop = app->wish.inside = 0;
    app->wish.scene = app->wish.again = false;
}

bool wishes_are_there(const App *app) {
    return app->wish.action || app->wish.stop || app->wish.line || app->wish.statements.count ||
           guide_has_wish(app) || app->wish.redo_to || app->question.replied || app->wish.scene ||
           app->wish.again || app->wish.open;
}
