/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of degeneracies with the real engine and data. */
#include <math.h>
#include <string.h>

#include "app/degeneracy/sl-degeneracy-window.h"
#include "app/session/sl-scenes.h"
#include "tests/app/window/window-test.h"

#define LIMIT_US (60 * G_USEC_PER_SEC)

static GtkApplication *app;

typedef struct {
  SlWindow *galaxy;
  SlSession *session;
  SlDegeneracyWindow *window;
  guint n_shown;
} Fixture;

static void
shown_cb (Fixture *f)
{
  f->n_shown++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->galaxy = SL_WINDOW (sl_window_new (app));
  f->session = sl_window_get_session (f->galaxy);
  gtk_window_present (GTK_WINDOW (f->galaxy));
  f->window = sl_degeneracy_window_show (f->galaxy);
  g_signal_connect_swapped (f->window, "shown", G_CALLBACK (shown_cb), f);
  WAIT (sl_degeneracy_window_get_answer (f->window));
}

static void
run (guint ms)
{
  for (const gint64 until = g_get_monotonic_time () + 1000 * ms; g_get_monotonic_time () < until;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  SlDegeneracyWindow *window = NULL;

  if (f->window)
    g_set_weak_pointer (&window, f->window);
  gtk_window_close (GTK_WINDOW (f->galaxy));
  /* It closes with the galaxy's window. */
  WAIT (!window);
  run (50);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 0);
}

static double
error_of (Fixture *f, SlParamId id)
{
  const SlDegeneracyAnswer *answer = sl_degeneracy_window_get_answer (f->window);

  for (guint k = 0; k < answer->n_free; k++)
    if (answer->id[k] == id)
      return answer->forecast.error[k];
  return NAN;
}

static void
activate (Fixture *f, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, NULL);
}

static gpointer
child (Fixture *f, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (f->window), SL_TYPE_DEGENERACY_WINDOW, name);
}

static void
measure (Fixture *f, const char *name, gboolean on)
{
  SlDegeneracyState state = *sl_degeneracy_window_get_state (f->window);
  const int i = sl_degeneracy_state_find (&state, name);

  g_assert_cmpint (i, >=, 0);
  state.measurement[i].on = on;
  f->n_shown = 0;
  sl_degeneracy_window_change (f->window, &state, "test");
  WAIT (f->n_shown > 0);
}

/* Another colour breaks what two leave open; undo brings it back. */
static void
test_measure (Fixture *f, gconstpointer data)
{
  const double before = error_of (f, SL_PARAM_AV_OLD);
  double after;

  g_assert_true (isfinite (before));
  measure (f, "rest:LSST/u-g", TRUE);
  after = error_of (f, SL_PARAM_AV_OLD);
  g_assert_cmpfloat (after, <, 0.7 * before);
  f->n_shown = 0;
  activate (f, "undo");
  WAIT (f->n_shown > 0);
  g_assert_cmpfloat (error_of (f, SL_PARAM_AV_OLD), ==, before);
  f->n_shown = 0;
  activate (f, "redo");
  WAIT (f->n_shown > 0);
  g_assert_cmpfloat (error_of (f, SL_PARAM_AV_OLD), ==, after);
  measure (f, "rest:LSST/u-g", FALSE);
}

/* The first screen says what trades places, and one click on what it recommends makes it known. */
static void
test_advice (Fixture *f, gconstpointer data)
{
  GtkWidget *advice = child (f, "advice_box"), *button;
  const guint n = sl_degeneracy_state_n_on (sl_degeneracy_window_get_state (f->window));
  gboolean found = FALSE;
  double worst = 0.0, now = 0.0;

  for (GtkWidget *w = gtk_widget_get_first_child (advice); w; w = gtk_widget_get_next_sibling (w))
    if (GTK_IS_LABEL (w) && gtk_widget_get_visible (w))
      found |= strstr (gtk_label_get_text (GTK_LABEL (w)), "look the same") != NULL
               && strstr (gtk_label_get_text (GTK_LABEL (w)), "tells them apart best") != NULL;
  g_assert_true (found);
  for (button = gtk_widget_get_first_child (advice);
       button && !(GTK_IS_BUTTON (button) && gtk_widget_get_visible (button));)
    button = gtk_widget_get_next_sibling (button);
  g_assert_nonnull (button);
  /* For the least known of all: relative to what was known before. */
  for (guint k = 0; k < 3; k++)
    {
      const SlDegeneracyAnswer *answer = sl_degeneracy_window_get_answer (f->window);

      worst = MAX (worst, answer->forecast.error[k] / answer->sigma[k]);
    }
  f->n_shown = 0;
  g_signal_emit_by_name (button, "clicked");
  WAIT (f->n_shown > 0);
  g_assert_cmpuint (sl_degeneracy_state_n_on (sl_degeneracy_window_get_state (f->window)), ==, n + 1);
  for (guint k = 0; k < 3; k++)
    {
      const SlDegeneracyAnswer *answer = sl_degeneracy_window_get_answer (f->window);

      now = MAX (now, answer->forecast.error[k] / answer->sigma[k]);
    }
  g_assert_cmpfloat (now, <, worst);
}

/* It follows the galaxy of the other window, and its options. */
static void
test_follow (Fixture *f, gconstpointer data)
{
  const SlDegeneracyAnswer *answer;

  sl_session_set_value (f->session, SL_PARAM_AV_OLD, 1.25);
  WAIT ((answer = sl_degeneracy_window_get_answer (f->window))->galaxy.value[SL_PARAM_AV_OLD] == 1.25);
  /* A form without a quenching time: it is no longer free. */
  g_assert_cmpuint (answer->n_free, ==, 3);
  sl_session_set_option (f->session, SL_OPTION_SFH_FORM, SL_SFH_CONSTANT);
  WAIT ((answer = sl_degeneracy_window_get_answer (f->window))->galaxy.sfh_form == SL_SFH_CONSTANT);
  g_assert_cmpuint (answer->n_free, ==, 2);
  g_assert_true (isnan (error_of (f, SL_PARAM_LG_QT)));
  /* At a redshift there are magnitudes as observed. */
  g_assert_true (isnan (answer->value[sl_degeneracy_state_find (&answer->state, "obs:LSST/r")]));
  sl_session_set_value (f->session, SL_PARAM_REDSHIFT, 0.4);
  WAIT ((answer = sl_degeneracy_window_get_answer (f->window))->galaxy.value[SL_PARAM_REDSHIFT] == 0.4);
  g_assert_true (isfinite (answer->value[sl_degeneracy_state_find (&answer->state, "obs:LSST/r")]));
  sl_session_apply_preset (f->session, SL_SESSION_START_PRESET);
}

/* Nothing measured, or all known: a page that says what to do, with a way out. */
static void
test_empty (Fixture *f, gconstpointer data)
{
  SlDegeneracyState state = *sl_degeneracy_window_get_state (f->window);
  GtkStack *stack = child (f, "stack");

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "plots");
  state.free = state.shown = sl_param_set_none ();
  f->n_shown = 0;
  sl_degeneracy_window_change (f->window, &state, "test");
  WAIT (f->n_shown > 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  f->n_shown = 0;
  activate (f, "reset-all");
  WAIT (f->n_shown > 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "plots");
}

/* Names that are none are refused with the reason; others are measured. */
static void
test_add (Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = { "", "  ", "obs:LSST/", "nonsense", "ew:5000", "\xe2\x98\x89" };
  GtkEditable *entry = child (f, "add_entry");
  GtkLabel *error = child (f, "add_error");
  const guint n = sl_degeneracy_window_get_state (f->window)->n;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (entry, wrong[i]);
      activate (f, "add");
      g_assert_true (gtk_widget_get_visible (GTK_WIDGET (error)));
      g_assert_true (*gtk_label_get_text (error) != 0);
      g_assert_cmpuint (sl_degeneracy_window_get_state (f->window)->n, ==, n);
    }
  gtk_editable_set_text (entry, " rest:EUCLID/Y-J ");
  f->n_shown = 0;
  activate (f, "add");
  WAIT (f->n_shown > 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (error)));
  g_assert_cmpuint (sl_degeneracy_window_get_state (f->window)->n, ==, n + 1);
  g_assert_cmpint (sl_degeneracy_state_find (sl_degeneracy_window_get_state (f->window), "rest:EUCLID/Y-J"),
                   >=, 0);
  f->n_shown = 0;
  activate (f, "undo");
  WAIT (f->n_shown > 0);
  g_assert_cmpuint (sl_degeneracy_window_get_state (f->window)->n, ==, n);
}

/* Both plots are there, with their captions, and a window for each galaxy. */
static void
test_plots (Fixture *f, gconstpointer data)
{
  static const char *const figures[] = { "corner", "jacobian" };

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      SlPlot *plot = sl_plot_view_get_plot (sl_degeneracy_window_get_view (f->window, figures[i]));

      g_assert_nonnull (plot);
      g_assert_true (*sl_plot_get_caption (plot) != 0);
    }
  g_assert_true (sl_degeneracy_window_show (f->galaxy) == f->window);
  /* A click on a column makes its parameter that of the gradients. */
  g_signal_emit_by_name (sl_degeneracy_window_get_view (f->window, "jacobian"), "clicked", 0, 1.5, 0.5);
  g_assert_cmpint (sl_session_get_gradient (f->session), ==,
                   sl_degeneracy_window_get_answer (f->window)->id[1]);
}

/* Closed while everything is under way; the galaxy's window stays. */
static void
test_close (Fixture *f, gconstpointer data)
{
  SlDegeneracyWindow *window = NULL;

  sl_session_set_value (f->session, SL_PARAM_AV_OLD, 0.9);
  g_set_weak_pointer (&window, f->window);
  gtk_window_close (GTK_WINDOW (f->window));
  WAIT (!window);
  f->window = NULL;
  run (100);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (app)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  int status;

  folder = window_test_begin (&argc, &argv, &app);
  sl_session_scene_set_maker (sl_scene_make);
#define ADD(name, function)                                                                                  \
  g_test_add ("/window-degeneracy/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("measure", test_measure);
  ADD ("advice", test_advice);
  ADD ("follow", test_follow);
  ADD ("empty", test_empty);
  ADD ("add", test_add);
  ADD ("plots", test_plots);
  ADD ("close", test_close);
#undef ADD
  status = g_test_run ();
  g_object_unref (app);
  return status;
}
