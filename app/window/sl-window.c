/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sl-window.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-labels.h"
#include "app/session/sl-scenes.h"
#include "app/desktop/sl-settings.h"
#include "app/window/sl-window-documents.h"
#include "app/window/sl-window-preferences.h"
#include "app/window/sl-window-private.h"
#include "model/io/sl-data.h"
#include "model/observables/sl-observables.h"
#include "ui/compat/sl-one-name.h"
#include "ui/widgets/sl-fit.h"
#include "ui/widgets/sl-number.h"

enum { SIGNAL_READY, SIGNAL_FAILED, SIGNAL_SHOWN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlWindow, sl_window, ADW_TYPE_APPLICATION_WINDOW)

/* ------------------------------------------------------------- requests */

static gboolean
any_line_off (SlWindow *self)
{
  static const guint64 none[SL_MAX_LINES / 64];

  return memcmp (sl_session_get_galaxy (self->session)->lines_off, none, sizeof none) != 0;
}

/* A frame waits at most this long for the answer to the last change: less than a frame, painting included. */
#define MOST_WAIT_US 6500

/* Before each frame after a request. */
static gboolean
before_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SlWindow *self = SL_WINDOW (widget);

  self->tick = 0;
  if (self->worker && self->shown != self->posted)
    sl_worker_wait (self->worker, MOST_WAIT_US);
  return G_SOURCE_REMOVE;
}

void
sl_window_post (SlWindow *self)
{
  SlRequest first = { 0 }, deferred;

  /* Lines that are off have no numbers before the library is loaded: the first answer would show other
   * lines. */
  if (!self->worker || (!sl_worker_get_engine (self->worker) && any_line_off (self)))
    return;
  sl_window_shown_galaxy (self, &first.galaxy);
  sl_window_request (self, &first);
  self->requested = first;
  deferred = first;
  deferred.flags |= SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN;
  self->posted = sl_worker_post (self->worker, &first, &deferred);
  if (!self->tick)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), before_frame_cb, NULL, NULL);
  sl_window_evaluate_pins (self, &first);
  sl_window_schedule_idle (self);
}

void
sl_window_redraw (SlWindow *self)
{
  if (self->live)
    sl_window_show_answer (self, self->live, self->live_request);
}

static void
show_sensitivities (SlWindow *self, const SlResult *result)
{
  SlEngine *engine = sl_worker_get_engine (self->worker);
  const char *observable = sl_session_get_focus (self->session);
  int focus = sl_engine_find_observable (engine, observable);
  g_autofree char *label = sl_label_observable (observable, engine->templates);

  sl_panel_set_sensitivities (self->panel,
                                 focus < 0 ? NULL : result->obs_jac + (gsize) focus * SL_N_PARAMS, label,
                                 sl_label_unit (observable));
}

/* Numbers that change faster cannot be read, and each change lays out the window. */
#define STATUS_MS 250

static gboolean
status_cb (gpointer data)
{
  SlWindow *self = data;
  g_autofree char *ms = sl_number_format (1e3 * self->took_s, 1);
  g_autofree char *took = g_strdup_printf (_ ("%s ms"), ms);

  self->status_timeout = 0;
  gtk_label_set_text (self->status_ms, took);
  return G_SOURCE_REMOVE;
}

static void
show_status (SlWindow *self, const SlWorkerAnswer *answer)
{
  self->took_s = answer->took_s;
  if (!self->status_timeout)
    {
      status_cb (self);
      self->status_timeout = g_timeout_add (STATUS_MS, status_cb, self);
    }
  gtk_label_set_text (self->status_message, "");
}

static void
result_cb (SlWorker *worker, const SlWorkerAnswer *answer, SlWindow *self)
{
  self->live = answer->result;
  self->live_request = answer->request;
  if (answer->request->flags & SL_REQUEST_JACOBIAN)
    show_sensitivities (self, answer->result);
  /* The deferred answer has nothing new for plots that show this generation. */
  if (answer->generation != self->shown)
    {
      sl_window_show_answer (self, answer->result, answer->request);
      sl_window_show_swatch (self, answer->result);
      self->posted_us = answer->posted_us;
    }
  self->shown = answer->generation;
  show_status (self, answer);
}

static void
error_cb (SlWorker *worker, GError *error, SlWindow *self)
{
  gtk_label_set_text (self->status_message, error->message);
}

/* "CUDA, NVIDIA H100": the kind in the header, the rest in the status bar. */
static void
show_engine (SlWindow *self)
{
  const char *text = sl_worker_get_description (self->worker), *comma = strchr (text, ',');
  g_autofree char *kind = comma ? g_strndup (text, comma - text) : g_strdup (text);
  g_autofree char *tooltip = g_strdup_printf (_ ("Computed on: %s"), text);

  gtk_button_set_label (self->engine_button, kind);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->engine_button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->engine_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tooltip, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->engine_button), TRUE);
  gtk_label_set_text (self->status_engine, comma ? comma + 1 + strspn (comma + 1, " ") : text);
}

/* What reading a file has mended, a sentence a line. */
static void
tell_mended (SlWindow *self, const GString *notes)
{
  g_auto (GStrv) lines = g_strsplit (notes->str, "\n", -1);
  const guint n = g_strv_length (lines);
  g_autofree char *text = NULL;

  /* After the last line there is an empty one. */
  if (n < 2)
    return;
  text = n == 2 ? g_strdup (lines[0])
                : g_strdup_printf (_ ("%s, and %u more notes; “starloom check” prints them"), lines[0],
                                   n - 2);
  sl_window_toast (self, text, FALSE);
}

static void
loaded_cb (SlWorker *worker, SlWindow *self)
{
  const SlTemplates *templates = sl_worker_get_engine (worker)->templates;

  g_clear_pointer (&self->loading, sl_window_notice_free);
  show_engine (self);
  gtk_label_set_text (self->status_message, "");
  sl_session_set_line_names (self->session, (const char *const *) templates->line_name, templates->n_line);
  sl_panel_set_templates (self->panel, templates);
  sl_window_fill_focuses (self, templates);
  sl_window_update_limits (self);
  /* These need the engine. */
  sl_window_evaluate_pins (self, &self->requested);
  sl_window_schedule_idle (self);
  /* The request waited for the names of lines; without lines that are off the worker has it already. */
  if (any_line_off (self))
    sl_window_post (self);
  gtk_stack_set_visible_child_name (self->stack, "plots");
  tell_mended (self, templates->notes);
  tell_mended (self, sl_worker_get_filters (worker)->notes);
  sl_window_library_loaded (self);
}

/* At the start, only tell a user who requested a device by name. */
static void
lost_cb (SlWorker *worker, GError *error, gboolean at_start, SlWindow *self)
{
  if (!at_start || sl_settings_wants_device (self->settings))
    {
      g_autofree char *text = g_strdup_printf (_ ("Continuing on the CPU: %s"), error->message);

      sl_window_toast (self, text, FALSE);
    }
}

static void
failed_cb (SlWorker *worker, GError *error, SlWindow *self)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);
  g_autofree char *full =
      g_strdup_printf ("%s\n\n%s", text,
                       sl_settings_has_own_library (self->settings)
                           ? _ ("“Stellar Library” in the main menu offers the installed library again.")
                           : _ ("Run “starloom check” in a terminal: it shows which file "
                                "is missing or damaged, and the fix."));

  g_clear_pointer (&self->loading, sl_window_notice_free);
  adw_status_page_set_description (self->failed_page, full);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_label_set_text (self->status_message, "");
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

/* Ends the worker and everything that belongs to it. */
static void
forget_worker (SlWindow *self)
{
  g_clear_pointer (&self->loading, sl_window_notice_free);
  if (self->worker)
    g_signal_handlers_disconnect_by_data (self->worker, self);
  g_clear_object (&self->worker);
  self->live = NULL;
  self->live_request = NULL;
  self->shown = self->posted = 0;
  /* The panel points into its SSP library. */
  if (self->panel)
    sl_panel_set_templates (self->panel, NULL);
  sl_window_invalidate_gradient_check (self);
  sl_window_forget_pins (self);
  sl_window_forget_idle (self);
}

static void
loading_cancelled_cb (gpointer data)
{
  SlWindow *self = data;

  sl_compute_thread_cancel_load (SL_COMPUTE_THREAD (self->worker));
}

void
sl_window_load (SlWindow *self)
{
  g_autofree char *templates = sl_settings_library (self->settings), *filters = sl_data_path ("filters.h5");
  SlWorkerConfig config = { .klass = sl_settings_engine (self->settings),
                            .threads = sl_settings_threads (self->settings),
                            .templates_path = templates,
                            .medium = sl_settings_medium (self->settings, templates),
                            .filters_path = filters,
                            .observables = sl_window_focuses (),
                            .history_observables = sl_figure_history_observables () };

  forget_worker (self);
  config.epochs = sl_figure_epochs (&config.n_epochs);
  gtk_label_set_text (self->status_message, _ ("Loading the SSP library…"));
  gtk_stack_set_visible_child_name (self->stack, "plots");
  self->worker = sl_worker_new (&config);
  if (sl_settings_has_own_library (self->settings))
    self->loading = sl_window_notice_new (&self->shell, templates, loading_cancelled_cb, self);
  g_signal_connect (self->worker, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->worker, "engine", G_CALLBACK (show_engine), self);
  g_signal_connect (self->worker, "lost", G_CALLBACK (lost_cb), self);
  g_signal_connect (self->worker, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->worker, "result", G_CALLBACK (result_cb), self);
  g_signal_connect (self->worker, "error", G_CALLBACK (error_cb), self);
  sl_window_post (self);
}

/* -------------------------------------------------------------- session */

static void
galaxy_changed_cb (SlSession *session, const SlParamSet *params, gboolean options, SlWindow *self)
{
  if (options)
    sl_window_fill_gradients (self);
  sl_window_update_time (self);
  sl_window_invalidate_gradient_check (self);
  sl_window_update_limits (self);
  sl_window_post (self);
}

static void
gradient_cb (SlSession *session, GParamSpec *pspec, SlWindow *self)
{
  sl_window_select_gradient (self);
  sl_window_post (self);
}

static void
focus_cb (SlSession *session, GParamSpec *pspec, SlWindow *self)
{
  sl_window_select_focus (self);
  sl_window_post (self);
}

static void
session_state_cb (SlSession *session, GParamSpec *pspec, SlWindow *self)
{
  const SlSessionScene *scene = sl_session_get_scene (session);
  g_autofree char *document = sl_session_document_name (session);

  gtk_label_set_text (self->title_label, document ? document : scene ? scene->title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->changed_label), sl_session_get_changed (session));
  sl_window_update_actions (self);
}

static void
drag_cb (SlSession *session, int id, SlWindow *self)
{
  sl_window_end_transition (self);
  if (id >= 0)
    sl_window_begin_preview (self, id);
  else
    sl_window_end_preview (self);
}

static void
pins_changed_cb (SlSession *session, SlWindow *self)
{
  sl_window_update_pins_soon (self);
  sl_window_update_actions (self);
  sl_window_post (self);
}

static void
layout_changed_cb (SlSession *session, SlWindow *self)
{
  sl_window_update_layout (self);
  sl_window_update_actions (self);
}

static void
more_gradients_cb (SlSession *session, GParamSpec *pspec, SlWindow *self)
{
  sl_panel_set_strip (self->panel, sl_session_get_more_gradients (session));
  sl_window_post (self);
}

static void
strip_cb (SlParamId id, gboolean on, gpointer data)
{
  SlWindow *self = data;
  SlParamSet more = sl_session_get_more_gradients (self->session);

  if (on)
    sl_param_set_add (&more, id);
  else
    sl_param_set_remove (&more, id);
  sl_session_set_more_gradients (self->session, more);
}

/* The caption of a scene is below the plots until it is hidden. */
static void
show_caption (SlWindow *self)
{
  const SlSessionScene *scene = sl_session_get_scene (self->session);
  const gboolean has = scene && scene->caption[0];

  if (has)
    gtk_label_set_text (self->caption_label, scene->caption);
  gtk_revealer_set_reveal_child (self->caption_revealer, has);
}

static void
preset_cb (SlSession *session, GParamSpec *pspec, SlWindow *self)
{
  show_caption (self);
}

static void
message_cb (SlSession *session, const char *text, SlWindow *self)
{
  sl_window_toast (self, text, FALSE);
}

void
sl_window_toast (SlWindow *self, const char *text, gboolean undo)
{
  sl_window_shell_toast (&self->shell, text, undo);
}

void
sl_window_all_painted (SlWindow *self)
{
  if (!self->ready)
    {
      self->ready = TRUE;
      g_signal_emit (self, signals[SIGNAL_READY], 0);
    }
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, self->posted_us);
}

/* --------------------------------------------------------------- window */

static void
restore_preferences (SlWindow *self)
{
  if (!self->settings)
    return;
  sl_window_shell_restore_size (&self->shell, self->settings, "window-width", "window-height");
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_action_group_change_action_state (G_ACTION_GROUP (self), "show-panel",
                                      g_settings_get_value (self->settings, "show-panel"));
  g_action_group_change_action_state (G_ACTION_GROUP (self), "hold-axes",
                                      g_settings_get_value (self->settings, "hold-axes"));
}

static void
keep_preferences (SlWindow *self)
{
  g_auto (GStrv) expanded = sl_panel_get_expanded (self->panel);

  if (!self->settings)
    return;
  sl_window_shell_keep_size (&self->shell, self->settings, "window-width", "window-height");
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  /* A folded panel is hidden because the window is narrow, not by the user. */
  if (!sl_split_get_folded (self->split))
    g_settings_set_boolean (self->settings, "show-panel", sl_split_get_show_sidebar (self->split));
  g_settings_set_strv (self->settings, "expanded-groups", (const char *const *) expanded);
}

static gboolean
close_request (GtkWindow *window)
{
  SlWindow *self = SL_WINDOW (window);

  sl_window_shell_close_popovers (GTK_WIDGET (self));
  sl_window_stop_time (self);
  if (sl_window_files_stay (&self->shell))
    return TRUE;
  keep_preferences (self);
  return GTK_WINDOW_CLASS (sl_window_parent_class)->close_request (window);
}

static void
sl_window_dispose (GObject *object)
{
  SlWindow *self = SL_WINDOW (object);

  sl_window_shell_clear (&self->shell);
  sl_window_end_transition (self);
  g_clear_handle_id (&self->status_timeout, g_source_remove);
  sl_window_forget_question (self);
  sl_window_leave_gradient_check (self);
  forget_worker (self);
  g_clear_handle_id (&self->pins_idle, g_source_remove);
  if (self->plots)
    sl_window_close_own (self);
  g_clear_pointer (&self->plots, g_ptr_array_unref);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->tone, sl_tone_free);
  g_clear_pointer (&self->panel, sl_panel_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (sl_window_parent_class)->dispose (object);
}

static void
sl_window_class_init (SlWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sl_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  sl_tooltips_mend ();
  sl_popovers_mend ();
  g_type_ensure (SL_TYPE_FIT);
  g_type_ensure (SL_TYPE_PLOT_GRID);
  g_type_ensure (SL_TYPE_SPLIT);
  /* Before the session is created: it may start with a scene. */
  sl_session_scene_set_maker (sl_scene_make);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/starloom/Starloom/window.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, SlWindow, child)
  BIND (toasts);
  BIND (split);
  BIND (panel_box);
  BIND (groups);
  BIND (gradient_drop);
  BIND (focus_drop);
  BIND (follow_button);
  BIND (undo_button);
  BIND (engine_button);
  BIND (redo_button);
  BIND (preset_button);
  BIND (export_button);
  BIND (title_label);
  BIND (changed_label);
  BIND (stack);
  BIND (grid);
  BIND (failed_page);
  BIND (status_message);
  BIND (status_engine);
  BIND (status_ms);
  BIND (tiling_menu);
  BIND (pins_revealer);
  BIND (caption_revealer);
  BIND (pins_box);
  BIND (differences_button);
  BIND (caption_label);
  BIND (play_button);
  BIND (speed_drop);
  BIND (time_scale);
  BIND (time_label);
  BIND (swatch);
  BIND (gradient_check_image);
  BIND (gradient_check_label);
  BIND (limits_count);
  BIND (gradient_check_progress);
  BIND (gradient_check_list);
  BIND (limits_list);
  BIND (gradient_check_compare);
  BIND (gradient_check_popover);
  BIND (recent_menu);
#undef BIND
  signals[SIGNAL_READY] =
      g_signal_new ("ready", SL_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", SL_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SL_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sl_window_init (SlWindow *self)
{
  g_autofree char *path = NULL, *message = NULL;
  g_auto (GStrv) expanded = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  sl_one_name_below (GTK_WIDGET (self));
  self->shell = (SlWindowShell) { .window = GTK_WINDOW (self),
                                  .toasts = self->toasts,
                                  .split = self->split,
                                  .undo_button = self->undo_button,
                                  .redo_button = self->redo_button,
                                  .recent_menu = self->recent_menu,
                                  .files = &sl_window_galaxy_files };
  self->settings = sl_settings_new ();
  self->session = sl_session_new ();
  path = sl_session_claim (self->session);
  sl_session_attach (self->session, path, &message);
  expanded = self->settings ? g_settings_get_strv (self->settings, "expanded-groups")
                            : g_strsplit ("halo,quenching", ",", -1);
  self->panel = sl_panel_new (self->groups, self->session, (const char *const *) expanded);
  sl_panel_bind_settings (self->panel, self->settings);
  sl_panel_set_strip_func (self->panel, strip_cb, self);
  sl_panel_set_strip (self->panel, sl_session_get_more_gradients (self->session));
  sl_window_install_actions (self);
  sl_window_add_presets (self);
  sl_window_init_plots (self);
  sl_window_update_layout (self);
  sl_window_install_time (self);
  sl_window_install_gradient_check (self);
  sl_window_install_swatch (self);
  sl_window_update_pins_soon (self);
  show_caption (self);
  sl_window_fill_choosers (self);
  restore_preferences (self);
  sl_window_watch_preferences (self);
  session_state_cb (self->session, NULL, self);
  g_signal_connect (self->session, "galaxy-changed", G_CALLBACK (galaxy_changed_cb), self);
  g_signal_connect (self->session, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->session, "drag", G_CALLBACK (drag_cb), self);
  g_signal_connect (self->session, "pins-changed", G_CALLBACK (pins_changed_cb), self);
  g_signal_connect (self->session, "layout-changed", G_CALLBACK (layout_changed_cb), self);
  g_signal_connect (self->session, "notify::more-gradients", G_CALLBACK (more_gradients_cb), self);
  g_signal_connect (self->session, "notify::preset", G_CALLBACK (preset_cb), self);
  g_signal_connect (self->session, "notify::document", G_CALLBACK (session_state_cb), self);
  g_signal_connect (self->session, "notify::gradient", G_CALLBACK (gradient_cb), self);
  g_signal_connect (self->session, "notify::focus", G_CALLBACK (focus_cb), self);
  g_signal_connect (self->session, "notify::changed", G_CALLBACK (session_state_cb), self);
  g_signal_connect (self->session, "notify::preset", G_CALLBACK (session_state_cb), self);
  g_signal_connect (self->session, "notify::can-undo", G_CALLBACK (session_state_cb), self);
  g_signal_connect (self->session, "notify::can-redo", G_CALLBACK (session_state_cb), self);
  sl_window_follow_style (self);
  sl_window_install_documents (self);
  sl_window_load (self);
  if (message)
    sl_window_toast (self, message, FALSE);
}

GtkWidget *
sl_window_new (GtkApplication *app)
{
  return g_object_new (SL_TYPE_WINDOW, "application", app, NULL);
}

SlSession *
sl_window_get_session (SlWindow *self)
{
  g_return_val_if_fail (SL_IS_WINDOW (self), NULL);
  return self->session;
}

SlWorker *
sl_window_get_worker (SlWindow *self)
{
  g_return_val_if_fail (SL_IS_WINDOW (self), NULL);
  return self->worker;
}

char *
sl_window_get_name (SlWindow *self)
{
  g_return_val_if_fail (SL_IS_WINDOW (self), NULL);
  return g_strdup (gtk_label_get_text (self->title_label));
}

SlPlotView *
sl_window_get_view (SlWindow *self, const char *figure)
{
  g_return_val_if_fail (SL_IS_WINDOW (self), NULL);
  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      if (g_strcmp0 (plot->info->name, figure) == 0)
        return plot->view;
    }
  return NULL;
}

void
sl_window_reveal_parameter (SlWindow *self, SlParamId id)
{
  sl_split_set_show_sidebar (self->split, TRUE);
  sl_panel_reveal (self->panel, id);
}

void
sl_window_begin_drag (SlWindow *self, SlParamId id)
{
  sl_session_begin_drag (self->session, id);
}

GtkWidget *
sl_window_get_row (SlWindow *self, SlParamId id)
{
  g_return_val_if_fail (SL_IS_WINDOW (self) && id < SL_N_PARAMS, NULL);
  return sl_panel_get_row (self->panel, id);
}
