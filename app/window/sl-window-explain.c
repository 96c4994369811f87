/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib/gi18n.h>

#include "app/figures/sl-figures-explain.h"
#include "app/figures/sl-param-labels.h"
#include "app/window/sl-window-private.h"
#include "ui/widgets/sl-number.h"
#include "ui/widgets/sl-sensitivity-bar.h"

/* "What made this?": a popover where a plot was clicked, with the parameters ranked by their effect on that
 * point. */

#define MOST_ROWS 8
#define BAR_WIDTH 90

struct _SlWindowQuestion {
  const char *link; /* static */
  double canonical, y, x;
  guint panel;
  guint64 histories;
  SlMedium medium;
};

static void
chosen_cb (GtkListBox *list, GtkListBoxRow *row, SlWindow *self)
{
  const SlParamId id = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "parameter"));

  sl_session_set_gradient (self->session, id);
  gtk_popover_popdown (self->explain_popover);
  sl_window_reveal_parameter (self, id);
}

static GtkWidget *
new_row (const SlExplanation *explanation, SlParamId id, double top, SlWindow *self)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const SlParamLabel *label = sl_param_label_of (sl_session_get_galaxy (self->session), id);
  GtkWidget *name = gtk_label_new (_ (label->title)), *bar = sl_sensitivity_bar_new (),
            *number = gtk_label_new (NULL);
  const double effect = explanation->effect[id];
  g_autofree char *size = sl_number_format (fabs (effect), explanation->digits);
  /* U+2212: a minus sign */
  g_autofree char *text = g_strdup_printf ("%s%s %s", effect < 0.0 ? "−" : "+", size, explanation->unit);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", _ (label->title), text);

  gtk_label_set_xalign (GTK_LABEL (name), 0.0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  sl_sensitivity_bar_set_value (SL_SENSITIVITY_BAR (bar), effect / top);
  gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_label_set_text (GTK_LABEL (number), text);
  gtk_label_set_xalign (GTK_LABEL (number), 1.0);
  gtk_label_set_width_chars (GTK_LABEL (number), 11);
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), number);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "parameter", GINT_TO_POINTER ((int) id));
  gtk_widget_set_tooltip_text (row, _ (label->tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static GtkWidget *
label_of (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
answer_box (SlWindow *self, const SlExplanation *explanation)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *list = gtk_list_box_new ();
  SlParamId order[SL_N_PARAMS];
  guint n = sl_explanation_rank (explanation, order);

  gtk_box_append (GTK_BOX (box), label_of (explanation->title, "heading"));
  if (n == 0)
    {
      gtk_box_append (GTK_BOX (box), label_of (_ ("No parameter changes this."), "dim-label"));
      return box;
    }
  gtk_box_append (GTK_BOX (box),
                  label_of (_ ("Moving a slider right by 1 % of its range changes this by:"), "dim-label"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  for (guint i = 0; i < MIN (n, MOST_ROWS); i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         new_row (explanation, order[i], fabs (explanation->effect[order[0]]), self));
  g_signal_connect (list, "row-activated", G_CALLBACK (chosen_cb), self);
  gtk_widget_add_css_class (list, "sl-explain-list");
  gtk_box_append (GTK_BOX (box), list);
  return box;
}

static void
fill (SlWindow *self)
{
  const SlWindowQuestion *question = self->question;
  g_auto (SlExplanation) explanation = { 0 };
  SlExplainSource source = { .engine = sl_worker_get_engine (self->worker),
                             .result = sl_window_get_idle (self),
                             .galaxy = sl_session_get_galaxy (self->session),
                             .gradient = sl_session_get_gradient (self->session),
                             .histories = question->histories,
                             .medium = question->medium,
                             .focus = sl_session_get_focus (self->session) };
  GtkWidget *child;

  if (!source.result)
    {
      child = gtk_spinner_new ();
      gtk_spinner_start (GTK_SPINNER (child));
    }
  else if (sl_figure_explain (&source, question->link, question->canonical, question->panel, question->y,
                              &explanation))
    child = answer_box (self, &explanation);
  else
    child = label_of (_ ("There is no light here."), "dim-label");
  gtk_popover_set_child (self->explain_popover, child);
}

/* The idle answer has arrived: the popover can show it. */
void
sl_window_explain_ready (SlWindow *self)
{
  if (self->explain_popover && self->question)
    fill (self);
}

static void
closed_cb (GtkPopover *popover, SlWindow *self)
{
  g_clear_pointer (&self->question, g_free);
}

void
sl_window_explain (SlWindow *self, SlWindowPlot *plot, guint panel, double x, double y)
{
  SlPlot *shown = sl_plot_view_get_plot (plot->view);
  GdkRectangle at;
  double unit = 1.0;

  if (!shown || !self->worker || !sl_worker_get_engine (self->worker))
    return;
  sl_window_forget_question (self);
  self->question = g_new0 (SlWindowQuestion, 1);
  self->question->link = sl_plot_get_link (shown, &unit);
  self->question->canonical = x * unit;
  self->question->panel = panel;
  self->question->y = y;
  self->question->medium = sl_figure_medium (plot->info, plot->choice);
  self->question->histories = sl_window_get_histories (self, plot);
  if (!sl_plot_view_get_point (plot->view, panel, x, y, &at))
    return;
  self->explain_popover = GTK_POPOVER (gtk_popover_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->explain_popover), GTK_WIDGET (plot->view));
  gtk_popover_set_pointing_to (self->explain_popover, &at);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->explain_popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What made this?"), -1);
  g_signal_connect (self->explain_popover, "closed", G_CALLBACK (closed_cb), self);
  fill (self);
  /* GTK looks for the focus when it shows a popover without one, and complains where there is none. */
  if (!gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))))
    gtk_widget_grab_focus (GTK_WIDGET (plot->view));
  gtk_popover_popup (self->explain_popover);
}

void
sl_window_forget_question (SlWindow *self)
{
  g_clear_pointer (&self->question, g_free);
  if (self->explain_popover)
    {
      GtkPopover *popover = self->explain_popover;

      self->explain_popover = NULL;
      g_signal_handlers_disconnect_by_data (popover, self);
      gtk_popover_popdown (popover);
      gtk_widget_unparent (GTK_WIDGET (popover));
    }
}
