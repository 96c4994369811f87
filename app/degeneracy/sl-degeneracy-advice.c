/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The column at the right: which parameters trade places, and which measurement would add most. Its widgets
 * are made once: under a drag only their texts change. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/degeneracy/sl-degeneracy-private.h"
#include "app/figures/sl-degeneracy-text.h"
#include "app/figures/sl-param-labels.h"
#include "model/degeneracy/sl-next.h"
#include "ui/widgets/sl-drop-down.h"
#include "ui/widgets/sl-number.h"

/* What adds less is not offered. */
#define LEAST_GAIN 0.005

static void
set_text (GtkLabel *label, const char *text)
{
  if (strcmp (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static void
set_markup (GtkLabel *label, const char *markup)
{
  if (strcmp (gtk_label_get_label (label), markup) != 0)
    gtk_label_set_markup (label, markup);
}

/* Rows of the answer's effects that are measured (on), or that could be; their numbers in index. */
static double *
rows (const SlDegeneracyAnswer *answer, gboolean on, guint *index, guint *n)
{
  double *jac = g_new (double, (gsize) MAX (answer->state.n, 1) * MAX (answer->n_free, 1));

  *n = 0;
  for (guint i = 0; i < answer->state.n; i++)
    if (answer->state.measurement[i].on == on && sl_degeneracy_answer_has (answer, i))
      {
        memcpy (jac + (gsize) *n * answer->n_free, answer->effect + (gsize) i * answer->n_free,
                answer->n_free * sizeof *jac);
        index[(*n)++] = i;
      }
  return jac;
}

/* --- trades ------------------------------------------------------------------- */

static void
show_trades (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  SlTrade trade[SL_DEGENERACY_N_TRADES];
  guint on[SL_DEGENERACY_MOST], off[SL_DEGENERACY_MOST], n_on, n_off, n;
  g_autofree double *measured = rows (answer, TRUE, on, &n_on), *others = rows (answer, FALSE, off, &n_off);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  n = n_on && answer->n_free > 1
          ? sl_trades_find (measured, n_on, answer->n_free, SL_DEGENERACY_N_TRADES, trade)
          : 0;
  for (guint i = 0; i < n_on; i++)
    g_ptr_array_add (labels, sl_degeneracy_words (self, answer->state.measurement[on[i]].name));
  for (guint k = 0; k < SL_DEGENERACY_N_TRADES; k++)
    {
      double change;
      const int apart = k < n ? sl_trades_apart (&trade[k], others, n_off, answer->n_free, &change) : -1;
      g_autofree char *best =
          apart < 0 ? NULL : sl_degeneracy_words (self, answer->state.measurement[off[apart]].name);
      g_autofree char *text = k < n ? sl_trade_text (&trade[k], answer->id, &answer->galaxy,
                                                     (const char *const *) labels->pdata, n_on, best)
                                    : NULL;

      gtk_widget_set_visible (GTK_WIDGET (self->trade[k]), text != NULL);
      set_text (self->trade[k], text ? text : "");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->no_trade), n == 0);
}

/* --- the next measurement --------------------------------------------------------- */

/* The number in the answer of the parameter that the list is for; -1: all together. */
static int
target_of (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  int worst = -1;

  if (self->next_for == SL_DEGENERACY_ALL)
    return -1;
  for (guint k = 0; k < answer->n_free; k++)
    {
      if (answer->id[k] == (SlParamId) self->next_for)
        return (int) k;
      if (answer->forecast.n
          && (worst < 0
              || answer->forecast.error[k] / answer->sigma[k]
                     > answer->forecast.error[worst] / answer->sigma[worst]))
        worst = (int) k;
    }
  return worst;
}

static char *
gain_text (const SlNext *next, int target)
{
  if (target < 0)
    {
      g_autofree char *part = sl_number_format (100.0 * (1.0 - exp (next->ln_volume)), 0);

      /* Translators: by how much the volume of what is left open becomes smaller */
      return g_strdup_printf (_ ("−%s %%"), part);
    }
  {
    g_autofree char *part = sl_number_format (100.0 * next->gain, 0);

    return g_strdup_printf (_ ("−%s %%"), part);
  }
}

/* Everything in units of what is known before: the order and the shares do not depend on units. */
static void
show_next (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  const guint n = answer->n_free;
  guint off[SL_DEGENERACY_MOST], n_off, shown = 0;
  g_autofree double *jac = rows (answer, FALSE, off, &n_off), *covariance = g_new (double, (gsize) n *n + 1),
                    *ones = g_new (double, SL_DEGENERACY_MOST);
  g_autofree SlNext *next = g_new0 (SlNext, SL_DEGENERACY_MOST);
  const int target = target_of (self);
  g_autofree char *heading =
      target < 0 ? g_strdup (_ ("Each makes the volume of what is left open smaller by:"))
                 : g_strdup_printf (_ ("Each makes the error of “%s” smaller by:"),
                                    _ (sl_param_label_of (&answer->galaxy, answer->id[target])->title));

  for (guint i = 0; i < n_off; i++)
    ones[i] = 1.0;
  for (guint p = 0; p < n && answer->covariance; p++)
    for (guint q = 0; q < n; q++)
      covariance[p * n + q] = answer->covariance[p * n + q] / (answer->sigma[p] * answer->sigma[q]);
  if (answer->covariance)
    sl_next_rank (covariance, n, jac, ones, n_off, target, next);
  for (guint i = 0; answer->covariance && i < n_off && shown < SL_DEGENERACY_N_NEXT; i++)
    {
      const guint m = off[next[i].candidate];
      const double gain = target < 0 ? 1.0 - exp (next[i].ln_volume) : next[i].gain;
      g_autofree char *symbol = NULL, *text = NULL;

      if (!(gain >= LEAST_GAIN))
        continue;
      symbol = sl_degeneracy_symbol (self, answer->state.measurement[m].name);
      text = gain_text (&next[i], target);
      self->next[shown].measurement = m;
      set_markup (self->next[shown].symbol, symbol);
      set_text (self->next[shown].gain, text);
      gtk_widget_set_visible (self->next[shown++].button, TRUE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->no_next), shown == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->next_heading), shown > 0);
  set_text (self->next_heading, heading);
  for (; shown < SL_DEGENERACY_N_NEXT; shown++)
    gtk_widget_set_visible (self->next[shown].button, FALSE);
}

static void
measure_cb (GtkButton *button, SlDegeneracyWindow *self)
{
  for (guint i = 0; i < SL_DEGENERACY_N_NEXT; i++)
    if (self->next[i].button == GTK_WIDGET (button) && self->next[i].measurement < self->state.n)
      {
        SlDegeneracyState state = self->state;
        g_autofree char *words =
            sl_degeneracy_words (self, state.measurement[self->next[i].measurement].name);
        g_autofree char *title = g_strdup_printf (_ ("Measure %s"), words);

        state.measurement[self->next[i].measurement].on = TRUE;
        sl_degeneracy_window_change (self, &state, title);
        return;
      }
}

/* Rows of the drop-down: the least known, all together, then the free parameters. */
static void
target_cb (GtkDropDown *drop, GParamSpec *pspec, SlDegeneracyWindow *self)
{
  const guint row = gtk_drop_down_get_selected (drop);

  if (self->filling || !self->answer)
    return;
  self->next_for = row == 0   ? SL_DEGENERACY_LEAST_KNOWN
                   : row == 1 ? SL_DEGENERACY_ALL
                              : (int) self->answer->id[MIN (row - 2, self->answer->n_free - 1)];
  show_next (self);
}

static void
fill_targets (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  SlParamSet free = sl_param_set_none ();
  guint row = 0;

  for (guint k = 0; k < answer->n_free; k++)
    sl_param_set_add (&free, answer->id[k]);
  if (sl_param_set_equal (free, self->targets) && gtk_drop_down_get_model (self->next_drop))
    return;
  self->targets = free;
  gtk_string_list_append (titles, _ ("The least known"));
  gtk_string_list_append (titles, _ ("All together"));
  for (guint k = 0; k < answer->n_free; k++)
    {
      gtk_string_list_append (titles, _ (sl_param_label_of (&answer->galaxy, answer->id[k])->title));
      if (self->next_for == (int) answer->id[k])
        row = k + 2;
    }
  if (self->next_for == SL_DEGENERACY_ALL)
    row = 1;
  else if (row == 0)
    self->next_for = SL_DEGENERACY_LEAST_KNOWN;
  self->filling = TRUE;
  gtk_drop_down_set_model (self->next_drop, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->next_drop, row);
  self->filling = FALSE;
}

/* --- widgets ------------------------------------------------------------------------ */

static GtkLabel *
add_label (GtkBox *box, const char *text, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "width-chars", 24, "max-width-chars", 27, NULL);

  gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
add_next_row (SlDegeneracyWindow *self, GtkBox *box, guint i)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8),
            *symbol = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, NULL),
            *gain = gtk_label_new ("");

  self->next[i].button = gtk_button_new ();
  self->next[i].symbol = GTK_LABEL (symbol);
  self->next[i].gain = GTK_LABEL (gain);
  gtk_widget_add_css_class (gain, "numeric");
  gtk_box_append (GTK_BOX (line), symbol);
  gtk_box_append (GTK_BOX (line), gain);
  gtk_button_set_child (GTK_BUTTON (self->next[i].button), line);
  gtk_widget_add_css_class (self->next[i].button, "flat");
  gtk_widget_add_css_class (self->next[i].button, "sl-degeneracy-next");
  gtk_widget_set_tooltip_text (self->next[i].button, _ ("Measure this, too"));
  gtk_widget_set_visible (self->next[i].button, FALSE);
  g_signal_connect (self->next[i].button, "clicked", G_CALLBACK (measure_cb), self);
  gtk_box_append (box, self->next[i].button);
}

void
sl_degeneracy_advice_add (SlDegeneracyWindow *self)
{
  GtkBox *box = self->advice_box;

  self->next_for = SL_DEGENERACY_LEAST_KNOWN;
  add_label (box, _ ("Trade places"), "heading");
  for (guint k = 0; k < SL_DEGENERACY_N_TRADES; k++)
    {
      self->trade[k] = add_label (box, "", "sl-degeneracy-sentence");
      gtk_widget_set_visible (GTK_WIDGET (self->trade[k]), FALSE);
    }
  self->no_trade =
      add_label (box, _ ("No two of these parameters change these measurements in the same way."),
                 "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (add_label (box, _ ("Next best measurement"), "heading")),
                            "sl-degeneracy-second");
  self->next_drop = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  sl_drop_down_set_name (self->next_drop, _ ("Parameter that the measurement shall determine"));
  gtk_box_append (box, GTK_WIDGET (self->next_drop));
  g_signal_connect (self->next_drop, "notify::selected", G_CALLBACK (target_cb), self);
  self->next_heading = add_label (box, "", "dim-label");
  for (guint i = 0; i < SL_DEGENERACY_N_NEXT; i++)
    add_next_row (self, box, i);
  self->no_next = add_label (box, _ ("No other measurement of the list adds anything."), "dim-label");
}

void
sl_degeneracy_advice_update (SlDegeneracyWindow *self)
{
  if (self->answer->n_free == 0)
    return;
  fill_targets (self);
  show_trades (self);
  show_next (self);
}
