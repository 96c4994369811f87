/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists at the left: what is measured, with errors, and which parameters are free, with what is known of
 * them before. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/degeneracy/sl-degeneracy-private.h"
#include "app/figures/sl-labels.h"
#include "app/figures/sl-param-labels.h"
#include "model/observables/sl-observables.h"
#include "ui/widgets/sl-number-entry.h"

/* What a new measurement has until its error is typed. */
#define USUAL_ERROR 0.05

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
}

static void
add_heading (GtkBox *box, const char *text)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (label, "sl-degeneracy-group");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (box, label);
}

static GtkEntry *
new_entry (const char *name, const char *placeholder, const char *help)
{
  GtkWidget *entry = g_object_new (GTK_TYPE_ENTRY, "width-chars", 6, "max-width-chars", 6, "xalign", 1.0,
                                   "placeholder-text", placeholder, "tooltip-text", help, NULL);

  gtk_widget_add_css_class (entry, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_ENTRY (entry);
}

static SlDegeneracyRow
new_row (GtkBox *box, const char *markup, const char *tooltip)
{
  SlDegeneracyRow row = { .row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6) };
  /* Pango complains of subscripts that it might have to cut. */
  const gboolean cut = !strstr (markup, "<sub>");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "xalign", 0.0,
                                   "ellipsize", cut ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE, NULL);

  row.check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_check_button_set_child (row.check, label);
  gtk_widget_set_hexpand (GTK_WIDGET (row.check), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row.check), tooltip);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row.check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label,
                                  NULL, -1);
  gtk_widget_add_css_class (row.row, "sl-degeneracy-row");
  gtk_box_append (GTK_BOX (row.row), GTK_WIDGET (row.check));
  gtk_box_append (box, row.row);
  return row;
}

/* --- numbers ---------------------------------------------------------------- */

/* What an entry says; may be empty where a number is not needed (*number is then 0). FALSE: it is marked as
 * wrong. */
static gboolean
read_entry (GtkEntry *entry, const char *unit, gboolean needed, double *number)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autofree char *why = NULL;
  gboolean good;

  *number = 0.0;
  if (!needed && strspn (text, " ") == strlen (text))
    good = TRUE;
  else
    {
      good = sl_number_entry_read (text, unit, NULL, number, &why);
      if (good && !(*number > 0.0 && isfinite (*number)))
        {
          why = g_strdup (_ ("An error is greater than 0"));
          good = FALSE;
        }
    }
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  if (why)
    gtk_widget_set_tooltip_text (GTK_WIDGET (entry), why);
  return good;
}

static void
show_number (GtkEntry *entry, double number)
{
  g_autofree char *text = number > 0.0 ? sl_number_format_short (number) : g_strdup ("");

  /* Not under the hand of somebody who types. */
  if (gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry)))))
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* --- measurements ------------------------------------------------------------ */

static guint
index_of (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "sl-index"));
}

static void
measured_cb (GtkCheckButton *check, SlDegeneracyWindow *self)
{
  const guint i = index_of (GTK_WIDGET (check));
  SlDegeneracyState state = self->state;
  g_autofree char *words = NULL, *title = NULL;

  if (self->filling || i >= state.n)
    return;
  state.measurement[i].on = gtk_check_button_get_active (check);
  words = sl_degeneracy_words (self, state.measurement[i].name);
  /* Translators: a step that can be undone; %s is what is measured */
  title = g_strdup_printf (state.measurement[i].on ? _ ("Measure %s") : _ ("Do not measure %s"), words);
  sl_degeneracy_window_change (self, &state, title);
}

static void
error_typed_cb (GtkEntry *entry, SlDegeneracyWindow *self)
{
  const guint i = index_of (GTK_WIDGET (entry));
  SlDegeneracyState state = self->state;
  double number;

  if (self->filling || i >= state.n
      || !read_entry (entry, sl_label_unit (state.measurement[i].name), TRUE, &number)
      || number == state.measurement[i].error)
    return;
  state.measurement[i].error = number;
  sl_degeneracy_window_change (self, &state, _ ("Error of a measurement"));
}

static void
left_cb (GtkEventControllerFocus *focus, GtkEntry *entry)
{
  gtk_widget_activate (GTK_WIDGET (entry));
}

static void
follow_entry (SlDegeneracyWindow *self, GtkEntry *entry, guint index, GCallback typed)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_object_set_data (G_OBJECT (entry), "sl-index", GUINT_TO_POINTER (index));
  g_signal_connect (entry, "activate", typed, self);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), entry);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);
}

static void
add_measured (SlDegeneracyWindow *self, guint i, guint group)
{
  const SlDegeneracyMeasurement *m = &self->state.measurement[i];
  g_autofree char *symbol = sl_degeneracy_symbol (self, m->name),
                  *words = sl_degeneracy_words (self, m->name);
  g_autofree char *tooltip = g_strdup_printf ("%s (%s)", words, m->name);
  g_autofree char *name = g_strdup_printf (_ ("Error of %s"), words);
  SlDegeneracyRow *row = &self->measured[i];

  *row = new_row (self->measured_box, symbol, tooltip);
  row->group = group;
  row->entry = new_entry (name, "", _ ("Standard deviation of the measurement"));
  row->note = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "width-chars", 4, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (row->note), "dim-label");
  gtk_box_append (GTK_BOX (row->row), GTK_WIDGET (row->entry));
  gtk_box_append (GTK_BOX (row->row), GTK_WIDGET (row->note));
  g_object_set_data (G_OBJECT (row->check), "sl-index", GUINT_TO_POINTER (i));
  g_signal_connect (row->check, "toggled", G_CALLBACK (measured_cb), self);
  follow_entry (self, row->entry, i, G_CALLBACK (error_typed_cb));
}

static void
fill_measured (SlDegeneracyWindow *self)
{
  gboolean done[SL_DEGENERACY_MOST] = { FALSE }, others = FALSE;

  clear_box (self->measured_box);
  memset (self->measured, 0, sizeof self->measured);
  memset (self->heading, 0, sizeof self->heading);
  for (guint g = 0; sl_degeneracy_group (g); g++)
    {
      g_assert (g + 1 < G_N_ELEMENTS (self->heading));
      add_heading (self->measured_box, _ (sl_degeneracy_group (g)->title));
      self->heading[g].note =
          GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "label", _ (sl_degeneracy_group (g)->absent), "xalign",
                                   0.0, "wrap", TRUE, "visible", FALSE, NULL));
      gtk_widget_add_css_class (GTK_WIDGET (self->heading[g].note), "dim-label");
      gtk_box_append (self->measured_box, GTK_WIDGET (self->heading[g].note));
      for (const SlDegeneracyOffer *offer = sl_degeneracy_group (g)->offers; offer->name; offer++)
        {
          const int i = sl_degeneracy_state_find (&self->state, offer->name);

          if (i < 0)
            continue;
          done[i] = TRUE;
          add_measured (self, (guint) i, g);
        }
    }
  for (guint i = 0; i < self->state.n; i++)
    if (!done[i])
      {
        if (!others)
          add_heading (self->measured_box, _ ("Others"));
        others = TRUE;
        add_measured (self, i, G_N_ELEMENTS (self->heading) - 1);
      }
  self->n_measured = self->state.n;
}

/* --- parameters --------------------------------------------------------------- */

static void
free_cb (GtkCheckButton *check, SlDegeneracyWindow *self)
{
  const SlParamId id = index_of (GTK_WIDGET (check));
  SlDegeneracyState state = self->state;
  const char *name = _ (sl_param_label_of (sl_session_get_galaxy (self->session), id)->title);
  g_autofree char *title = NULL;

  if (self->filling)
    return;
  sl_degeneracy_state_set_free (&state, id, gtk_check_button_get_active (check));
  title =
      g_strdup_printf (gtk_check_button_get_active (check) ? _ ("%s is not known") : _ ("%s is known"), name);
  sl_degeneracy_window_change (self, &state, title);
}

static void
prior_typed_cb (GtkEntry *entry, SlDegeneracyWindow *self)
{
  const SlParamId id = index_of (GTK_WIDGET (entry));
  SlDegeneracyState state = self->state;
  double number;

  if (self->filling || !read_entry (entry, sl_param_info (id)->unit, FALSE, &number)
      || number == state.prior[id])
    return;
  state.prior[id] = number;
  sl_degeneracy_window_change (self, &state, _ ("What is known before"));
}

static void
eye_cb (GtkToggleButton *eye, SlDegeneracyWindow *self)
{
  const SlParamId id = index_of (GTK_WIDGET (eye));
  SlDegeneracyState state = self->state;

  if (self->filling)
    return;
  if (!gtk_toggle_button_get_active (eye))
    sl_param_set_remove (&state.shown, id);
  else if (sl_param_set_count (state.shown) < SL_FIGURE_CORNER_MOST)
    sl_param_set_add (&state.shown, id);
  else
    {
      g_autofree char *text =
          g_strdup_printf (_ ("The corner plot has space for %d parameters; hide another one first"),
                           SL_FIGURE_CORNER_MOST);

      sl_window_shell_toast (&self->shell, text, FALSE);
      sl_degeneracy_lists_update (self);
      return;
    }
  sl_degeneracy_window_change (self, &state, _ ("Corner plot"));
}

static void
add_free (SlDegeneracyWindow *self, SlParamId id)
{
  const SlParamLabel *label = sl_param_label_of (sl_session_get_galaxy (self->session), id);
  g_autofree char *markup = g_markup_escape_text (_ (label->title), -1);
  g_autofree char *known = g_strdup_printf (_ ("What is known of %s before"), _ (label->title));
  SlDegeneracyRow *row = &self->free[id];

  *row = new_row (self->free_box, markup, _ (label->tooltip));
  row->eye = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (row->eye), "view-reveal-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (row->eye), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (row->eye), "sl-degeneracy-eye");
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->eye), _ ("Show in the corner plot"));
  row->entry =
      new_entry (known, _ ("range"),
                 _ ("Standard deviation of what is known before the measurement; empty: only the range "
                    "of the slider"));
  gtk_box_append (GTK_BOX (row->row), GTK_WIDGET (row->entry));
  gtk_box_append (GTK_BOX (row->row), GTK_WIDGET (row->eye));
  g_object_set_data (G_OBJECT (row->check), "sl-index", GUINT_TO_POINTER (id));
  g_object_set_data (G_OBJECT (row->eye), "sl-index", GUINT_TO_POINTER (id));
  g_signal_connect (row->check, "toggled", G_CALLBACK (free_cb), self);
  g_signal_connect (row->eye, "toggled", G_CALLBACK (eye_cb), self);
  follow_entry (self, row->entry, id, G_CALLBACK (prior_typed_cb));
}

static void
fill_free (SlDegeneracyWindow *self)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);

  clear_box (self->free_box);
  memset (self->free, 0, sizeof self->free);
  for (int group = 0; group < SL_N_GROUPS; group++)
    {
      gboolean headed = FALSE;

      for (int id = 0; id < SL_N_PARAMS; id++)
        if (sl_param_info (id)->group == (SlParamGroup) group && sl_galaxy_uses (galaxy, id))
          {
            if (!headed)
              add_heading (self->free_box, _ (sl_param_group_label (group)->title));
            headed = TRUE;
            add_free (self, id);
          }
    }
}

/* --- both --------------------------------------------------------------------- */

void
sl_degeneracy_lists_update (SlDegeneracyWindow *self)
{
  const SlDegeneracyState *state = &self->state;
  const SlDegeneracyAnswer *answer = self->answer;
  guint n_seen[G_N_ELEMENTS (self->heading)] = { 0 };

  self->filling = TRUE;
  for (guint i = 0; i < MIN (self->n_measured, state->n); i++)
    {
      const SlDegeneracyRow *row = &self->measured[i];
      const gboolean absent = answer && i < answer->state.n && isnan (answer->value[i]);
      const char *unit = sl_label_unit (state->measurement[i].name);

      gtk_check_button_set_active (row->check, state->measurement[i].on);
      show_number (row->entry, state->measurement[i].error);
      gtk_widget_set_sensitive (GTK_WIDGET (row->entry), !absent);
      gtk_label_set_text (row->note, absent ? _ ("none") : unit);
      gtk_widget_set_tooltip_text (GTK_WIDGET (row->note),
                                   absent ? _ ("This galaxy has no such value") : NULL);
      /* What is ticked stays in sight. */
      gtk_widget_set_visible (row->row, !absent || state->measurement[i].on);
      n_seen[row->group] += !absent || state->measurement[i].on;
    }
  for (guint g = 0; g < G_N_ELEMENTS (self->heading); g++)
    if (self->heading[g].note)
      gtk_widget_set_visible (GTK_WIDGET (self->heading[g].note), n_seen[g] == 0);
  for (int id = 0; id < SL_N_PARAMS; id++)
    {
      const SlDegeneracyRow *row = &self->free[id];
      const gboolean free = sl_param_set_has (state->free, id);

      if (!row->row)
        continue;
      gtk_check_button_set_active (row->check, free);
      show_number (row->entry, state->prior[id]);
      gtk_widget_set_sensitive (GTK_WIDGET (row->entry), free);
      gtk_widget_set_sensitive (GTK_WIDGET (row->eye), free);
      gtk_toggle_button_set_active (row->eye, sl_param_set_has (state->shown, id));
    }
  self->filling = FALSE;
}

void
sl_degeneracy_lists_fill (SlDegeneracyWindow *self)
{
  self->filling = TRUE;
  fill_measured (self);
  fill_free (self);
  self->filling = FALSE;
  sl_degeneracy_lists_update (self);
}

void
sl_degeneracy_lists_add (SlDegeneracyWindow *self, const char *text)
{
  SlWorker *worker = self->galaxy ? sl_window_get_worker (self->galaxy) : NULL;
  SlEngine *engine = worker ? sl_worker_get_engine (worker) : NULL;
  g_autofree char *name = g_strstrip (g_strdup (text)), *title = NULL;
  SlDegeneracyState state = self->state;
  SlObservableLabel label = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean good = FALSE;

  if (!engine)
    gtk_label_set_text (self->add_error, _ ("The stellar library is still being read"));
  else if (!*name)
    gtk_label_set_text (self->add_error, _ ("Type the name of an observable, such as obs:EUCLID/H"));
  else if (!sl_observable_label (engine->filters, engine->templates, name, &label, &error))
    gtk_label_set_text (self->add_error, error->message);
  else if (!sl_degeneracy_state_add (&state, name, USUAL_ERROR))
    gtk_label_set_text (self->add_error, _ ("There is no space for another measurement"));
  else
    good = TRUE;
  sl_observable_label_clear (&label);
  gtk_widget_set_visible (GTK_WIDGET (self->add_error), !good);
  if (!good)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->add_entry), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->add_entry), "error");
  gtk_editable_set_text (GTK_EDITABLE (self->add_entry), "");
  title = g_strdup_printf (_ ("Measure %s"), name);
  sl_degeneracy_window_change (self, &state, title);
}
