/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/degeneracy/sl-degeneracy-private.h"
#include "app/desktop/sl-settings.h"
#include "app/desktop/sl-style.h"
#include "app/figures/sl-labels.h"
#include "model/observables/sl-observables.h"
#include "ui/compat/sl-one-name.h"
#include "ui/widgets/sl-number.h"

#define MAX_STEPS 100
#define EXPORT_HEIGHT_MM 150.0
#define SETTING "degeneracy"

enum { SIGNAL_SHOWN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlDegeneracyWindow, sl_degeneracy_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- names -------------------------------------------------------------------- */

static SlEngine *
engine_of (SlDegeneracyWindow *self)
{
  SlWorker *worker = self->galaxy ? sl_window_get_worker (self->galaxy) : NULL;

  return worker ? sl_worker_get_engine (worker) : NULL;
}

char *
sl_degeneracy_symbol (SlDegeneracyWindow *self, const char *name)
{
  SlEngine *engine = engine_of (self);
  SlObservableLabel label = { 0 };
  char *symbol;

  if (engine && sl_observable_label (engine->filters, engine->templates, name, &label, NULL))
    symbol = g_strdup (label.label);
  else
    symbol = g_markup_escape_text (name, -1);
  sl_observable_label_clear (&label);
  return symbol;
}

char *
sl_degeneracy_words (SlDegeneracyWindow *self, const char *name)
{
  SlEngine *engine = engine_of (self);
  g_autofree char *words = sl_label_observable (name, engine ? engine->templates : NULL), *symbol = NULL;
  char *plain;

  if (strcmp (words, name) != 0)
    return g_steal_pointer (&words);
  /* It has no words of its own, but a symbol. */
  symbol = sl_degeneracy_symbol (self, name);
  return pango_parse_markup (symbol, -1, 0, NULL, &plain, NULL, NULL) ? plain : g_steal_pointer (&words);
}

/* --- answers ------------------------------------------------------------------ */

static void
show_summary (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  g_autofree char *measured =
      g_strdup_printf (ngettext ("%u measurement", "%u measurements", answer->n_used), answer->n_used);
  g_autofree char *free =
      g_strdup_printf (ngettext ("%u unknown parameter", "%u unknown parameters", answer->n_free),
                       answer->n_free);
  /* Translators: "2 measurements · 3 unknown parameters" */
  g_autofree char *text = g_strdup_printf (_ ("%s · %s"), measured, free);

  gtk_label_set_text (self->summary_label, text);
  gtk_stack_set_visible_child_name (self->stack, answer->n_used && answer->n_free ? "plots" : "empty");
}

/* How many draws there are, and whether they can be believed, in words. */
static void
show_sample (SlDegeneracyWindow *self, const GError *error)
{
  const SlPosteriorAnswer *sample = self->sample;
  g_autofree char *text = NULL, *tooltip = NULL;

  if (error)
    text = g_strdup (error->message);
  else if (!self->sampling)
    text = g_strdup (_ ("Sampling is paused"));
  else if (!sample || sample->warmup)
    text = g_strdup (_ ("Sampling: the chains find their way…"));
  else if (!isfinite (sample->ess))
    text = g_strdup (_ ("Sampling…"));
  else
    {
      g_autofree char *ess = sl_number_format (sample->ess, 0), *rhat = sl_number_format (sample->rhat, 3);

      text = g_strdup_printf (sample->believed ? _ ("%s effective draws: can be believed")
                                               : _ ("%s effective draws: not yet to be believed"),
                              ess);
      tooltip = g_strdup_printf (_ ("R-hat %s (at most %.2f); divergent trajectories: %zu of %zu"), rhat,
                                 SL_RHAT_MOST, sample->n_diverging, sample->n_draws);
    }
  gtk_label_set_text (self->sample_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sample_label), tooltip);
}

static void
post_curved (SlDegeneracyWindow *self)
{
  SlEngine *engine = engine_of (self);

  if (self->show_curved && self->answer && engine)
    sl_degeneracy_second_post (self->second, engine->templates, engine->filters, self->answer);
}

/* One core stays free for the window. */
static void
post_sample (SlDegeneracyWindow *self)
{
  SlEngine *engine = engine_of (self);
  const guint cores = g_get_num_processors ();

  if (self->sampling && self->answer && engine)
    sl_degeneracy_posterior_post (self->posterior, engine->templates, engine->filters, self->answer,
                                  MAX (cores, 2) - 1);
}

static void
answered_cb (const SlGalaxy *galaxy, const char *const *names, guint n, const double *value,
             const double *jac, const GError *error, gpointer data)
{
  SlDegeneracyWindow *self = data;
  const gboolean first = self->answer == NULL;

  gtk_revealer_set_reveal_child (self->message_revealer, error != NULL);
  if (error)
    {
      gtk_label_set_text (self->message_label, error->message);
      return;
    }
  /* Of measurements that have changed meanwhile: another answer is under way. */
  if (n != self->state.n)
    return;
  for (guint i = 0; i < n; i++)
    if (strcmp (names[i], self->state.measurement[i].name) != 0)
      return;
  g_clear_pointer (&self->answer, sl_degeneracy_answer_free);
  self->answer = sl_degeneracy_answer_new (&self->state, galaxy, value, jac);
  if (first)
    sl_degeneracy_lists_fill (self);
  else
    sl_degeneracy_lists_update (self);
  show_summary (self);
  sl_degeneracy_plots_redraw (self);
  sl_degeneracy_advice_update (self);
  post_curved (self);
  post_sample (self);
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

static void
sample_cb (SlPosteriorAnswer *sample, const GError *error, gpointer data)
{
  SlDegeneracyWindow *self = data;

  g_clear_pointer (&self->sample, sl_posterior_answer_free);
  self->sample = sample;
  show_sample (self, error);
  sl_degeneracy_plots_redraw (self);
}

static void
curved_cb (SlBentAnswer *curved, const GError *error, gpointer data)
{
  SlDegeneracyWindow *self = data;

  g_clear_pointer (&self->curved, sl_bent_answer_free);
  self->curved = curved;
  sl_degeneracy_plots_redraw (self);
}

void
sl_degeneracy_window_post (SlDegeneracyWindow *self)
{
  const char *names[SL_DEGENERACY_MOST + 1] = { NULL };

  if (!engine_of (self))
    return;
  for (guint i = 0; i < self->state.n; i++)
    names[i] = self->state.measurement[i].name;
  g_set_weak_pointer (&self->worker, sl_window_get_worker (self->galaxy));
  sl_degeneracy_engine_post (self->engine, self->worker, sl_session_get_galaxy (self->session), names);
}

/* --- state ---------------------------------------------------------------------- */

static gboolean
state_equal (gconstpointer a, gconstpointer b)
{
  return sl_degeneracy_state_equal (a, b);
}

static void
update_undo (SlDegeneracyWindow *self)
{
  sl_window_shell_update_undo (&self->shell, sl_undo_get_undo_title (self->undo),
                               sl_undo_get_redo_title (self->undo));
}

static void
go_to (SlDegeneracyWindow *self, const SlDegeneracyState *state)
{
  const gboolean same = state->n == self->n_measured && state->n == self->state.n;

  self->state = *state;
  if (same)
    sl_degeneracy_lists_update (self);
  else
    sl_degeneracy_lists_fill (self);
  update_undo (self);
  if (self->settings)
    g_settings_set_value (self->settings, SETTING, sl_degeneracy_state_to_variant (state));
  sl_degeneracy_window_post (self);
}

void
sl_degeneracy_window_change (SlDegeneracyWindow *self, const SlDegeneracyState *state, const char *title)
{
  const SlDegeneracyState next = *state;

  g_return_if_fail (SL_IS_DEGENERACY_WINDOW (self) && state != NULL && title != NULL);
  if (sl_degeneracy_state_equal (&self->state, &next))
    return;
  sl_undo_record (self->undo, &self->state, &next, title);
  go_to (self, &next);
}

const SlDegeneracyAnswer *
sl_degeneracy_window_get_answer (SlDegeneracyWindow *self)
{
  g_return_val_if_fail (SL_IS_DEGENERACY_WINDOW (self), NULL);
  return self->answer;
}

const SlDegeneracyState *
sl_degeneracy_window_get_state (SlDegeneracyWindow *self)
{
  g_return_val_if_fail (SL_IS_DEGENERACY_WINDOW (self), NULL);
  return &self->state;
}

/* --- actions ---------------------------------------------------------------------- */

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlDegeneracyWindow *self = data;
  const SlDegeneracyState *state = sl_undo_back (self->undo);

  if (state)
    go_to (self, state);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlDegeneracyWindow *self = data;
  const SlDegeneracyState *state = sl_undo_forward (self->undo);

  if (state)
    go_to (self, state);
}

static void
start_again_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlDegeneracyState state;

  sl_degeneracy_state_init (&state);
  sl_degeneracy_window_change (data, &state, _ ("Start again"));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlDegeneracyWindow *self = data;
  const char *figure = g_variant_get_string (parameter, NULL);
  SlPlotView *view = sl_degeneracy_window_get_view (self, figure);
  g_autofree char *name = g_strdup_printf ("starloom-%s.pdf", figure);

  if (view)
    sl_window_files_save_figure (&self->shell, sl_plot_view_get_plot (view), name, EXPORT_HEIGHT_MM);
}

static void
show_export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_menu_button_popup (((SlDegeneracyWindow *) data)->export_button);
}

static void
hold_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlDegeneracyWindow *self = data;

  g_simple_action_set_state (action, state);
  self->ranges.hold = g_variant_get_boolean (state);
  sl_degeneracy_plots_redraw (self);
}

static void
sample_state_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlDegeneracyWindow *self = data;

  g_simple_action_set_state (action, state);
  self->sampling = g_variant_get_boolean (state);
  sl_degeneracy_posterior_set_paused (self->posterior, !self->sampling);
  if (self->settings)
    g_settings_set_boolean (self->settings, "degeneracy-sampling", self->sampling);
  post_sample (self);
  show_sample (self, NULL);
}

static void
layer_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlDegeneracyWindow *self = data;
  const gboolean curved = strcmp (g_action_get_name (G_ACTION (action)), "show-curved") == 0;

  g_simple_action_set_state (action, state);
  *(curved ? &self->show_curved : &self->show_gaussian) = g_variant_get_boolean (state);
  if (curved && !self->show_curved)
    {
      sl_degeneracy_second_stop (self->second);
      g_clear_pointer (&self->curved, sl_bent_answer_free);
    }
  else if (curved)
    post_curved (self);
  sl_degeneracy_plots_redraw (self);
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SlDegeneracyWindow *self = data;

  sl_degeneracy_lists_add (self, gtk_editable_get_text (GTK_EDITABLE (self->add_entry)));
}

static void
install_actions (SlDegeneracyWindow *self)
{
  static const GActionEntry entries[] = {
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "reset-all", start_again_cb },
    { "export", export_cb, "s" },
    { "show-export", show_export_cb },
    { "add", add_cb },
    { "hold-axes", NULL, NULL, "false", hold_cb },
    { "show-gaussian", NULL, NULL, "true", layer_cb },
    { "show-curved", NULL, NULL, "true", layer_cb },
    { "sample", NULL, NULL, "true", sample_state_cb },
  };

  self->shell = (SlWindowShell) { .window = GTK_WINDOW (self),
                                  .toasts = self->toasts,
                                  .split = self->split,
                                  .undo_button = self->undo_button,
                                  .redo_button = self->redo_button };
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  if (self->settings)
    {
      g_autoptr (GAction) projector = g_settings_create_action (self->settings, "projector");

      g_action_map_add_action (G_ACTION_MAP (self), projector);
    }
  sl_window_shell_install (&self->shell);
}

/* --- the galaxy ------------------------------------------------------------------- */

static void
galaxy_changed_cb (SlSession *session, const SlParamSet *params, gboolean options, SlDegeneracyWindow *self)
{
  if (options)
    sl_degeneracy_lists_fill (self);
  sl_degeneracy_window_post (self);
}

static void
gradient_cb (SlSession *session, GParamSpec *pspec, SlDegeneracyWindow *self)
{
  sl_degeneracy_plots_redraw (self);
}

/* The first answer with a library, or with another one. */
static void
galaxy_shown_cb (SlWindow *galaxy, gint64 posted_us, SlDegeneracyWindow *self)
{
  if (sl_window_get_worker (galaxy) != self->worker)
    sl_degeneracy_window_post (self);
}

static void
title_cb (SlSession *session, GParamSpec *pspec, SlDegeneracyWindow *self)
{
  g_autofree char *name = sl_window_get_name (self->galaxy);
  /* Translators: title of the window; %s is the name of a galaxy */
  g_autofree char *title = g_strdup_printf (_ ("Degeneracies: %s"), name);

  gtk_label_set_text (self->title_label, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
galaxy_closed_cb (SlWindow *galaxy, SlDegeneracyWindow *self)
{
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
follow (SlDegeneracyWindow *self, SlWindow *galaxy)
{
  g_set_weak_pointer (&self->galaxy, galaxy);
  self->session = g_object_ref (sl_window_get_session (galaxy));
  g_signal_connect (self->session, "galaxy-changed", G_CALLBACK (galaxy_changed_cb), self);
  g_signal_connect (self->session, "notify::gradient", G_CALLBACK (gradient_cb), self);
  g_signal_connect_object (galaxy, "shown", G_CALLBACK (galaxy_shown_cb), self, 0);
  g_signal_connect (self->session, "notify::preset", G_CALLBACK (title_cb), self);
  g_signal_connect (self->session, "notify::document", G_CALLBACK (title_cb), self);
  g_signal_connect_object (galaxy, "destroy", G_CALLBACK (galaxy_closed_cb), self, 0);
  title_cb (self->session, NULL, self);
}

/* --- window ------------------------------------------------------------------------- */

static void
style_cb (GtkWidget *window)
{
  sl_degeneracy_plots_style (SL_DEGENERACY_WINDOW (window));
}

static void
settings_cb (GSettings *settings, const char *key, SlDegeneracyWindow *self)
{
  if (strcmp (key, SETTING) != 0)
    sl_degeneracy_plots_style (self);
}

static gboolean
close_request (GtkWindow *window)
{
  SlDegeneracyWindow *self = SL_DEGENERACY_WINDOW (window);

  sl_window_shell_close_popovers (GTK_WIDGET (self));
  if (self->settings)
    {
      const int height = gtk_widget_get_height (GTK_WIDGET (self->paned));

      sl_window_shell_keep_size (&self->shell, self->settings, "degeneracy-width", "degeneracy-height");
      if (self->divided && height > 0)
        g_settings_set_double (self->settings, "degeneracy-share",
                               CLAMP ((double) gtk_paned_get_position (self->paned) / height, 0.1, 0.9));
    }
  return GTK_WINDOW_CLASS (sl_degeneracy_window_parent_class)->close_request (window);
}

/* Below this width the advice goes under the plots. */
#define WIDE 1060

/* The corner plot's share of the height at the start. */
#define CORNER_SHARE 0.66

static gboolean
turn_cb (gpointer data)
{
  SlDegeneracyWindow *self = data;
  const gboolean wide = gtk_widget_get_width (GTK_WIDGET (self)) >= WIDE;
  const int height = gtk_widget_get_height (GTK_WIDGET (self->paned));

  self->turn_id = 0;
  if (!self->divided && height > 0)
    {
      const double share =
          self->settings ? g_settings_get_double (self->settings, "degeneracy-share") : CORNER_SHARE;

      gtk_paned_set_position (self->paned, (int) (share * height));
      self->divided = TRUE;
    }
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->content_box),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  return G_SOURCE_REMOVE;
}

/* A widget may not change its children while it places them. */
static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SlDegeneracyWindow *self = SL_DEGENERACY_WINDOW (widget);

  GTK_WIDGET_CLASS (sl_degeneracy_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (!self->turn_id && self->content_box
      && (!self->divided
          || (width >= WIDE)
                 != (gtk_orientable_get_orientation (GTK_ORIENTABLE (self->content_box))
                     == GTK_ORIENTATION_HORIZONTAL)))
    self->turn_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, turn_cb, self, NULL);
}

static void
dispose (GObject *object)
{
  SlDegeneracyWindow *self = SL_DEGENERACY_WINDOW (object);

  g_clear_handle_id (&self->turn_id, g_source_remove);
  sl_window_shell_clear (&self->shell);
  g_clear_pointer (&self->engine, sl_degeneracy_engine_free);
  g_clear_pointer (&self->second, sl_degeneracy_second_free);
  g_clear_pointer (&self->posterior, sl_degeneracy_posterior_free);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_weak_pointer (&self->galaxy);
  g_clear_weak_pointer (&self->worker);
  for (guint i = 0; i < SL_DEGENERACY_N_PLOTS; i++)
    if (self->view[i])
      g_signal_handlers_disconnect_by_data (self->view[i], self);
  memset (self->view, 0, sizeof self->view);
  if (self->settings)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->undo, sl_undo_free);
  g_clear_pointer (&self->answer, sl_degeneracy_answer_free);
  g_clear_pointer (&self->curved, sl_bent_answer_free);
  g_clear_pointer (&self->sample, sl_posterior_answer_free);
  /* Entries tell of their text when they lose the focus. */
  self->filling = TRUE;
  G_OBJECT_CLASS (sl_degeneracy_window_parent_class)->dispose (object);
}

static void
sl_degeneracy_window_class_init (SlDegeneracyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  widget_class->size_allocate = size_allocate;
  g_type_ensure (SL_TYPE_PLOT_GRID);
  g_type_ensure (SL_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/starloom/Starloom/degeneracy.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, SlDegeneracyWindow, child)
  BIND (toasts);
  BIND (split);
  BIND (panel_box);
  BIND (measured_box);
  BIND (free_box);
  BIND (advice_box);
  BIND (content_box);
  BIND (map_box);
  BIND (paned);
  BIND (add_entry);
  BIND (add_error);
  BIND (title_label);
  BIND (summary_label);
  BIND (sample_label);
  BIND (message_label);
  BIND (message_revealer);
  BIND (undo_button);
  BIND (redo_button);
  BIND (export_button);
  BIND (stack);
  BIND (grid);
#undef BIND
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", SL_TYPE_DEGENERACY_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
}

static void
sl_degeneracy_window_init (SlDegeneracyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sl_one_name_below (GTK_WIDGET (self));
  self->settings = sl_settings_new ();
  self->undo = sl_undo_new (sizeof self->state, MAX_STEPS, state_equal);
  self->engine = sl_degeneracy_engine_new (answered_cb, self);
  self->second = sl_degeneracy_second_new (curved_cb, self);
  self->posterior = sl_degeneracy_posterior_new (sample_cb, self);
  self->show_gaussian = self->show_curved = self->sampling = TRUE;
  sl_degeneracy_state_init (&self->state);
  install_actions (self);
  sl_degeneracy_plots_add (self);
  sl_degeneracy_advice_add (self);
  if (self->settings)
    {
      g_autoptr (GVariant) kept = g_settings_get_value (self->settings, SETTING);

      sl_degeneracy_state_from_variant (&self->state, kept);
      sl_window_shell_restore_size (&self->shell, self->settings, "degeneracy-width", "degeneracy-height");
      g_action_group_change_action_state (G_ACTION_GROUP (self), "sample",
                                          g_settings_get_value (self->settings, "degeneracy-sampling"));
      g_signal_connect (self->settings, "changed", G_CALLBACK (settings_cb), self);
    }
  update_undo (self);
  sl_style_follow (GTK_WIDGET (self), style_cb);
  sl_degeneracy_plots_style (self);
}

SlDegeneracyWindow *
sl_degeneracy_window_show (SlWindow *galaxy)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (galaxy));
  SlDegeneracyWindow *self = NULL;

  g_return_val_if_fail (SL_IS_WINDOW (galaxy), NULL);
  for (GList *window = gtk_application_get_windows (app); window; window = window->next)
    if (SL_IS_DEGENERACY_WINDOW (window->data) && ((SlDegeneracyWindow *) window->data)->galaxy == galaxy)
      self = window->data;
  if (!self)
    {
      self = g_object_new (SL_TYPE_DEGENERACY_WINDOW, "application", app, NULL);
      follow (self, galaxy);
      sl_degeneracy_lists_fill (self);
      sl_degeneracy_window_post (self);
    }
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
