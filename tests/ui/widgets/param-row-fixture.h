/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tests/ui/widgets.h"
#include "ui/widgets/sl-param-row-private.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

/* A row in a window, and what its tests share. */

static const SlParamRowSpec spec = {
  .name = "lg_qt",
  .symbol = "lg <i>t</i><sub>q</sub>",
  .title = "Quenching time",
  .tooltip = "When it stops.",
  .unit = "Gyr",
  .def = 1.0,
  .lo = 0.1,
  .hi = 2.0,
  .step = 0.01,
  .digits = 3,
};

typedef struct {
  GtkWidget *window;
  SlParamRow *row;
  GtkWidget *entry, *scale, *reset;
  guint n_changed, n_begin, n_end, n_notify;
  double last;
  gboolean last_interacting;
} Fixture;

static inline void
changed_cb (Fixture *f, double value, gboolean interacting)
{
  f->n_changed++;
  f->last = value;
  f->last_interacting = interacting;
}

static inline void
count_cb (guint *n)
{
  (*n)++;
}

static inline void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->row = SL_PARAM_ROW (sl_param_row_new (&spec));
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->row));
  f->entry = find (GTK_WIDGET (f->row), GTK_TYPE_ENTRY);
  f->scale = find (GTK_WIDGET (f->row), GTK_TYPE_SCALE);
  f->reset = find (GTK_WIDGET (f->row), GTK_TYPE_BUTTON);
  g_signal_connect_swapped (f->row, "value-changed", G_CALLBACK (changed_cb), f);
  g_signal_connect_swapped (f->row, "begin-drag", G_CALLBACK (count_cb), &f->n_begin);
  g_signal_connect_swapped (f->row, "end-drag", G_CALLBACK (count_cb), &f->n_end);
  g_signal_connect_swapped (f->row, "notify::value", G_CALLBACK (count_cb), &f->n_notify);
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_widget_get_mapped (f->scale))
    g_main_context_iteration (NULL, TRUE);
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_ref (f->row);
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->row);
}

/* Whether one of the labels below root says this. */
static inline gboolean
shows (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return TRUE;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    if (shows (c, text))
      return TRUE;
  return FALSE;
}

static inline void
type (Fixture *f, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (f->entry), text);
  g_signal_emit_by_name (f->entry, "activate");
}

static inline void
assert_value (Fixture *f, double value, const char *text)
{
  g_assert_cmpfloat (sl_param_row_get_value (f->row), ==, value);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->entry)), ==, text);
}

/* The first controller of a type on a widget. Owned by the widget. */
static inline GtkEventController *
controller_of (GtkWidget *widget, GType type, GtkPropagationPhase phase)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type)
          && gtk_event_controller_get_propagation_phase (controller) == phase)
        return controller;
    }
  g_assert_not_reached ();
}

static inline gboolean
press (GtkWidget *widget, guint keyval, GdkModifierType mods)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (controller_of (widget, GTK_TYPE_EVENT_CONTROLLER_KEY, GTK_PHASE_CAPTURE),
                         "key-pressed", keyval, 0, mods, &handled);
  return handled;
}
