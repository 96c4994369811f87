/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/population/sl-window-population.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/compute/sl-engines.h"
#include "app/desktop/sl-settings.h"
#include "app/desktop/sl-style.h"
#include "app/figures/sl-population-labels.h"
#include "app/population/sl-window-population-private.h"
#include "gpu/host/sl-gpu-population.h"
#include "model/io/sl-data.h"
#include "model/population/sl-population-presets.h"
#include "ui/compat/sl-one-name.h"
#include "ui/widgets/sl-drop-down.h"

enum { SIGNAL_READY, SIGNAL_FAILED, SIGNAL_SHOWN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SlPopulationWindow, sl_population_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- worker ---------------------------------------------------------------- */

void
sl_population_window_post (SlPopulationWindow *self)
{
  const SlPopulationState *state = sl_population_document_get_state (self->document);

  if (self->worker)
    self->posted = sl_population_worker_post (self->worker, &state->spec, state->n,
                                              sl_population_document_get_dragging (self->document));
}

static void
answer_cb (SlPopulationWorker *worker, SlPopulationAnswer *answer, SlPopulationWindow *self)
{
  sl_population_window_take (self, answer);
}

/* The plots keep the last answer. */
static void
error_cb (SlPopulationWorker *worker, GError *error, SlPopulationWindow *self)
{
  /* The window shows nothing but populations. */
  const char *plain =
      error->message + (g_str_has_prefix (error->message, "population: ") ? strlen ("population: ") : 0);
  g_autofree char *text =
      g_strdup_printf (self->answer
                           ? _ ("This population cannot be drawn; the plots show the previous one. %s")
                           : _ ("This population cannot be drawn. %s"),
                       plain);

  for (guint i = 0; i < SL_POPULATION_N_PLOTS && !self->answer; i++)
    sl_plot_view_set_placeholder (self->view[i], _ ("Change the population or choose another one above"));
  gtk_label_set_text (self->message_label, text);
  gtk_revealer_set_reveal_child (self->message_revealer, TRUE);
}

static void
failed_cb (SlPopulationWorker *worker, GError *error, SlPopulationWindow *self)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);

  g_clear_pointer (&self->loading, sl_window_notice_free);
  adw_status_page_set_description (self->failed_page, text);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

/* At the start, only tell a user who requested a device by name. */
static void
lost_cb (SlPopulationWorker *worker, GError *error, gboolean at_start, SlPopulationWindow *self)
{
  g_autofree char *text = NULL;

  if (at_start && !sl_settings_wants_device (self->settings))
    return;
  /* A loss says so itself. */
  text = at_start ? g_strdup_printf (_ ("Continuing on the CPU: %s"), error->message)
                  : g_strdup (error->message);
  sl_population_window_toast (self, text, FALSE);
}

static void
progress_cb (SlPopulationWorker *worker, double part, SlPopulationWindow *self)
{
  gtk_progress_bar_set_fraction (self->progress, part);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), part < 1.0);
}

static void
loaded_cb (SlPopulationWorker *worker, SlPopulationWindow *self)
{
  g_clear_pointer (&self->loading, sl_window_notice_free);
}

static void
loading_cancelled_cb (gpointer data)
{
  SlPopulationWindow *self = data;

  sl_compute_thread_cancel_load (SL_COMPUTE_THREAD (self->worker));
}

static void
forget_worker (SlPopulationWindow *self)
{
  g_clear_pointer (&self->loading, sl_window_notice_free);
  if (self->worker)
    g_signal_handlers_disconnect_by_data (self->worker, self);
  g_clear_object (&self->worker);
  sl_population_window_forget (self);
  self->posted = 0;
}

void
sl_population_window_load (SlPopulationWindow *self)
{
  g_autofree char *templates = sl_settings_library (self->settings), *filters = sl_data_path ("filters.h5");
  const gboolean uses_device = sl_settings_engine (self->settings) == &sl_engine_guarded;

  forget_worker (self);
  gtk_stack_set_visible_child_name (self->stack, "plots");
  self->worker = sl_population_worker_new (templates, sl_settings_medium (self->settings, templates), filters,
                                           sl_settings_threads (self->settings),
                                           uses_device ? sl_gpu_population_open : NULL);
  if (sl_settings_has_own_library (self->settings))
    self->loading = sl_window_notice_new (&self->shell, templates, loading_cancelled_cb, self);
  g_signal_connect (self->worker, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect (self->worker, "answer", G_CALLBACK (answer_cb), self);
  g_signal_connect (self->worker, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (self->worker, "lost", G_CALLBACK (lost_cb), self);
  g_signal_connect (self->worker, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->worker, "progress", G_CALLBACK (progress_cb), self);
  sl_population_window_post (self);
}

void
sl_population_window_toast (SlPopulationWindow *self, const char *text, gboolean undo)
{
  sl_window_shell_toast (&self->shell, text, undo);
}

void
sl_population_window_all_painted (SlPopulationWindow *self)
{
  if (!self->ready)
    {
      self->ready = TRUE;
      g_signal_emit (self, signals[SIGNAL_READY], 0);
    }
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, self->answer->posted_us);
}

/* --- the parameter of gradients --------------------------------------------- */

static void
select_gradient (SlPopulationWindow *self)
{
  guint row = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->gradients->len; i++)
    if (strcmp (g_ptr_array_index (self->gradients, i), sl_population_document_get_focus (self->document))
        == 0)
      row = i;
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->gradient_drop, row);
  self->filling = FALSE;
}

static void
fill_gradients (SlPopulationWindow *self)
{
  const SlPopulationSpec *spec = &sl_population_document_get_state (self->document)->spec;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  SlPopPhi phi[SL_POP_MAX_PHI];
  const guint n = sl_population_parameters (spec, phi);

  g_ptr_array_set_size (self->gradients, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = sl_population_label_title (spec, &phi[i]);

      gtk_string_list_append (titles, title);
      g_ptr_array_add (self->gradients, sl_population_name (spec, &phi[i]));
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->gradient_drop, G_LIST_MODEL (titles));
  self->filling = FALSE;
  select_gradient (self);
}

static void
gradient_chosen_cb (GtkDropDown *drop, GParamSpec *pspec, SlPopulationWindow *self)
{
  const guint i = gtk_drop_down_get_selected (drop);

  if (!self->filling && i < self->gradients->len)
    sl_population_document_set_focus (self->document, g_ptr_array_index (self->gradients, i));
}

static void
focus_cb (SlPopulationDocument *document, GParamSpec *pspec, SlPopulationWindow *self)
{
  select_gradient (self);
  sl_population_window_redraw (self);
}

/* --- how many -------------------------------------------------------------- */

static const guint64 galaxies_table[] = { 1000, 10000, 100000, 1000000, 10000000 };

static void
select_galaxies (SlPopulationWindow *self)
{
  guint row = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < G_N_ELEMENTS (galaxies_table); i++)
    if (galaxies_table[i] == sl_population_document_get_state (self->document)->n)
      row = i;
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->galaxies_drop, row);
  self->filling = FALSE;
}

static void
galaxies_chosen_cb (GtkDropDown *drop, GParamSpec *pspec, SlPopulationWindow *self)
{
  SlPopulationState state = *sl_population_document_get_state (self->document);
  const guint i = gtk_drop_down_get_selected (drop);

  if (self->filling || i >= G_N_ELEMENTS (galaxies_table))
    return;
  state.n = galaxies_table[i];
  sl_population_document_change (self->document, &state, _ ("Number of galaxies"));
}

static void
fill_galaxies (SlPopulationWindow *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (galaxies_table); i++)
    {
      g_autofree char *word = sl_population_label_count (galaxies_table[i]);

      gtk_string_list_append (words, word);
    }
  sl_drop_down_set_name (self->galaxies_drop, _ ("Number of galaxies"));
  gtk_drop_down_set_model (self->galaxies_drop, G_LIST_MODEL (words));
  select_galaxies (self);
  g_signal_connect (self->galaxies_drop, "notify::selected", G_CALLBACK (galaxies_chosen_cb), self);
}

/* --- document --------------------------------------------------------------- */

static void
show_title (SlPopulationWindow *self)
{
  g_autofree char *title = sl_population_document_get_title (self->document);
  /* Translators: title of the window: name of a population, then that of the program */
  g_autofree char *full = g_strdup_printf (_ ("%s — Starloom"), title);
  const char *description = sl_population_document_get_description (self->document);

  gtk_label_set_text (self->status_message, description ? description : "");
  gtk_label_set_text (self->title_label, title);
  gtk_window_set_title (GTK_WINDOW (self), full);
  gtk_widget_set_visible (GTK_WIDGET (self->changed_label),
                          sl_population_document_get_changed (self->document));
  sl_population_window_update_actions (self);
}

/* A slope of zero has no gradient, so the list can change with values alone. */
static void
update_gradients (SlPopulationWindow *self)
{
  SlPopPhi phi[SL_POP_MAX_PHI];

  if (sl_population_parameters (&sl_population_document_get_state (self->document)->spec, phi)
      != self->gradients->len)
    fill_gradients (self);
}

static void
changed_cb (SlPopulationDocument *document, SlPopulationChange change, SlPopulationWindow *self)
{
  if (change == SL_POPULATION_STRUCTURE)
    fill_gradients (self);
  else
    update_gradients (self);
  select_galaxies (self);
  show_title (self);
  sl_population_window_post (self);
}

static void
undo_changed_cb (SlPopulationDocument *document, SlPopulationWindow *self)
{
  show_title (self);
}

static void
drag_cb (SlPopulationDocument *document, gboolean begins, SlPopulationWindow *self)
{
  sl_population_window_drag (self, begins);
}

/* --- window ----------------------------------------------------------------- */

static void
style_cb (GtkWidget *window)
{
  sl_population_window_style (SL_POPULATION_WINDOW (window));
}

static void
settings_cb (GSettings *settings, const char *key, SlPopulationWindow *self)
{
  sl_population_window_style (self);
  if (g_strcmp0 (key, "threads") == 0 || g_strcmp0 (key, "engine") == 0)
    sl_population_window_load (self);
}

static void
add_presets (SlPopulationWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < sl_population_preset_count (); i++)
    {
      const SlPopulationPresetInfo *info = sl_population_preset_info (i);
      g_autofree char *action = g_strdup_printf ("win.preset('%s')", info->name);

      g_menu_append (menu, _ (info->title), action);
    }
  gtk_menu_button_set_menu_model (self->preset_button, G_MENU_MODEL (menu));
}

static gboolean
close_request (GtkWindow *window)
{
  SlPopulationWindow *self = SL_POPULATION_WINDOW (window);
  g_auto (GStrv) expanded = sl_population_panel_get_expanded (self->panel);

  sl_window_shell_close_popovers (GTK_WIDGET (self));
  if (sl_window_files_stay (&self->shell))
    return TRUE;
  if (self->settings)
    {
      sl_window_shell_keep_size (&self->shell, self->settings, "population-width", "population-height");
      g_settings_set_uint64 (self->settings, "population-galaxies",
                             sl_population_document_get_state (self->document)->n);
      g_settings_set_boolean (self->settings, "population-log", self->log_counts);
      g_settings_set_strv (self->settings, "population-expanded", (const char *const *) expanded);
    }
  return GTK_WINDOW_CLASS (sl_population_window_parent_class)->close_request (window);
}

static void
dispose (GObject *object)
{
  SlPopulationWindow *self = SL_POPULATION_WINDOW (object);

  sl_window_shell_clear (&self->shell);
  forget_worker (self);
  for (guint i = 0; i < SL_POPULATION_N_PLOTS; i++)
    if (self->view[i])
      g_signal_handlers_disconnect_by_data (self->view[i], self);
  memset (self->view, 0, sizeof self->view);
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_pointer (&self->panel, sl_population_panel_free);
  g_clear_pointer (&self->gradients, g_ptr_array_unref);
  if (self->settings)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  /* After the worker, which uses its catalogues. */
  g_clear_object (&self->document);
  G_OBJECT_CLASS (sl_population_window_parent_class)->dispose (object);
}

static void
sl_population_window_class_init (SlPopulationWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  sl_tooltips_mend ();
  sl_popovers_mend ();
  g_type_ensure (SL_TYPE_PLOT_GRID);
  g_type_ensure (SL_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/starloom/Starloom/population.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, SlPopulationWindow, child)
  BIND (toasts);
  BIND (split);
  BIND (panel_box);
  BIND (groups);
  BIND (figures_box);
  BIND (gradient_drop);
  BIND (galaxies_drop);
  BIND (undo_button);
  BIND (redo_button);
  BIND (preset_button);
  BIND (export_button);
  BIND (title_label);
  BIND (changed_label);
  BIND (message_label);
  BIND (message_revealer);
  BIND (stack);
  BIND (grid);
  BIND (failed_page);
  BIND (status_message);
  BIND (status_engine);
  BIND (status_rate);
  BIND (status_ms);
  BIND (progress);
  BIND (counts_menu);
  BIND (map_menu);
  BIND (recent_menu);
#undef BIND
  signals[SIGNAL_READY] = g_signal_new ("ready", SL_TYPE_POPULATION_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", SL_TYPE_POPULATION_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SL_TYPE_POPULATION_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sl_population_window_init (SlPopulationWindow *self)
{
  g_autofree char *path = NULL;
  g_auto (GStrv) expanded = NULL;
  gboolean left;

  gtk_widget_init_template (GTK_WIDGET (self));
  sl_one_name_below (GTK_WIDGET (self));
  self->settings = sl_settings_new ();
  self->document = sl_population_document_new ();
  path = sl_population_document_claim (self->document);
  self->gradients = g_ptr_array_new_with_free_func (g_free);
  left = sl_population_document_begin_attach (self->document, path, self->settings
                                              ? g_settings_get_uint64 (self->settings, "population-galaxies")
                                              : SL_POPULATION_LIVE);
  expanded = self->settings ? g_settings_get_strv (self->settings, "population-expanded")
                            : g_strsplit ("cut,halo,quenching", ",", -1);
  self->panel = sl_population_panel_new (self->groups, self->document, (const char *const *) expanded);
  sl_drop_down_set_name (self->gradient_drop, _ ("Gradient"));
  gtk_drop_down_set_enable_search (self->gradient_drop, TRUE);
  gtk_drop_down_set_expression (self->gradient_drop,
                                gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  sl_drop_down_cut_long (self->gradient_drop);
  sl_population_window_install_actions (self);
  add_presets (self);
  sl_population_window_add_plots (self);
  fill_gradients (self);
  fill_galaxies (self);
  if (self->settings)
    {
      sl_window_shell_restore_size (&self->shell, self->settings, "population-width", "population-height");
      g_action_group_change_action_state (G_ACTION_GROUP (self), "log-counts",
                                          g_settings_get_value (self->settings, "population-log"));
      g_signal_connect (self->settings, "changed", G_CALLBACK (settings_cb), self);
    }
  g_signal_connect (self->gradient_drop, "notify::selected", G_CALLBACK (gradient_chosen_cb), self);
  g_signal_connect (self->document, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->document, "undo-changed", G_CALLBACK (undo_changed_cb), self);
  g_signal_connect (self->document, "drag", G_CALLBACK (drag_cb), self);
  g_signal_connect (self->document, "notify::focus", G_CALLBACK (focus_cb), self);
  sl_style_follow (GTK_WIDGET (self), style_cb);
  sl_population_window_style (self);
  show_title (self);
  if (left)
    sl_population_window_restore (self, path);
  sl_population_window_load (self);
}

GtkWidget *
sl_population_window_new (GtkApplication *app)
{
  return g_object_new (SL_TYPE_POPULATION_WINDOW, "application", app, NULL);
}

void
sl_population_window_show (GtkApplication *app)
{
  for (GList *window = gtk_application_get_windows (app); window; window = window->next)
    if (SL_IS_POPULATION_WINDOW (window->data))
      {
        gtk_window_present (window->data);
        return;
      }
  /* One window, and those that were open at the end of the last program. */
  for (guint n = MAX (sl_population_document_count_left (), 1); n > 0; n--)
    gtk_window_present (GTK_WINDOW (sl_population_window_new (app)));
}

SlPopulationDocument *
sl_population_window_get_document (SlPopulationWindow *self)
{
  g_return_val_if_fail (SL_IS_POPULATION_WINDOW (self), NULL);
  return self->document;
}

SlPlotView *
sl_population_window_get_view (SlPopulationWindow *self, const char *figure)
{
  g_return_val_if_fail (SL_IS_POPULATION_WINDOW (self), NULL);
  return self->view[strcmp (figure, "map") == 0 ? SL_POPULATION_PLOT_MAP : SL_POPULATION_PLOT_COUNTS];
}

GtkWidget *
sl_population_window_get_row (SlPopulationWindow *self, const char *name)
{
  g_return_val_if_fail (SL_IS_POPULATION_WINDOW (self), NULL);
  sl_population_panel_flush (self->panel);
  return sl_population_panel_get_row (self->panel, name);
}

gboolean
sl_population_window_is_idle (SlPopulationWindow *self)
{
  g_return_val_if_fail (SL_IS_POPULATION_WINDOW (self), FALSE);
  return self->answer && self->answer->last && self->answer->generation == self->posted && !self->pending;
}
