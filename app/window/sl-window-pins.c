/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/window/sl-window-private.h"
#include "ui/compat/sl-one-name.h"
#include "ui/plot/sl-plot-theme.h"

/* Pinned galaxies: their answers, computed while the worker has nothing else to do, and their row of names.
 */

/* What a pin's answer needs for the plots of a live request: the gradients by all parameters, so that
 * choosing another gradient needs no new answer. */
static SlRequest
request_for (const SlGalaxy *galaxy, const SlRequest *live)
{
  SlRequest request = *live;

  request.galaxy = *galaxy;
  request.flags &= ~(SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN);
  request.tangents = sl_param_set_all ();
  return request;
}

/* Whether the result has all that is requested; histories 0 means all of them. */
static gboolean
has_all (const SlEvaluation *pin, const SlRequest *requested)
{
  return sl_evaluation_is_of (pin, &requested->galaxy) && (requested->flags & ~pin->request.flags) == 0
         && (pin->request.histories == 0
             || (requested->histories && (requested->histories & ~pin->request.histories) == 0));
}

/* -------------------------------------------------------------- answers */

static void
evaluated_cb (SlEvaluation *pin, const GError *error, gpointer data)
{
  SlWindow *self = data;
  const SlSessionPin *info = sl_session_get_pin (self->session, (guint) (pin - self->pin));

  if (error)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("“%s” cannot be shown: %s"), info ? info->name : "?", error->message);

      sl_window_toast (self, text, FALSE);
      return;
    }
  sl_window_redraw (self);
}

/* Requests the answers that are missing. */
void
sl_window_evaluate_pins (SlWindow *self, const SlRequest *live)
{
  const guint n = sl_session_n_pins (self->session);

  if (!self->worker || !sl_worker_get_engine (self->worker))
    return;
  for (guint i = 0; i < SL_SESSION_MAX_PINS; i++)
    {
      SlEvaluation *pin = &self->pin[i];
      SlRequest request;

      if (i >= n)
        {
          sl_evaluation_cancel (pin, self->worker);
          sl_evaluation_clear (pin);
          continue;
        }
      request = request_for (&sl_session_get_pin (self->session, i)->galaxy, live);
      if (has_all (pin, &request))
        continue;
      if (pin->job && sl_evaluation_same_galaxy (&pin->requested.galaxy, &request.galaxy)
          && pin->requested.flags == request.flags && pin->requested.histories == request.histories)
        continue;
      sl_evaluation_start (pin, self->worker, &request, FALSE, evaluated_cb, self);
    }
}

/* The pins whose answers can be drawn beside the live one; returns how many. */
guint
sl_window_get_pins (SlWindow *self, const SlRequest *live, SlFigurePin pins[SL_SESSION_MAX_PINS])
{
  guint n = 0;

  for (guint i = 0; i < MIN (sl_session_n_pins (self->session), SL_SESSION_MAX_PINS); i++)
    {
      const SlSessionPin *pin = sl_session_get_pin (self->session, i);
      const SlRequest request = request_for (&pin->galaxy, live);

      if (pin->shown && has_all (&self->pin[i], &request))
        pins[n++] = (SlFigurePin) {
          .name = pin->name, .galaxy = &pin->galaxy, .result = self->pin[i].result, .colour = i
        };
    }
  return n;
}

void
sl_window_forget_pins (SlWindow *self)
{
  for (guint i = 0; i < SL_SESSION_MAX_PINS; i++)
    sl_evaluation_clear (&self->pin[i]);
}

/* ------------------------------------------------------------------- row */

static void
renamed_cb (GtkEditable *entry, SlWindow *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "pin"));

  sl_session_rename_pin (self->session, i, gtk_editable_get_text (entry));
}

static void
show_toggled_cb (GtkCheckButton *check, SlWindow *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "pin"));

  sl_session_show_pin (self->session, i, gtk_check_button_get_active (check));
}

static GtkWidget *
action_button (const char *label, const char *action, guint i)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
pin_popover (SlWindow *self, guint i, const SlSessionPin *pin)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_entry_new (),
            *check = gtk_check_button_new_with_mnemonic (_ ("_Show in plots"));

  gtk_editable_set_text (GTK_EDITABLE (entry), pin->name);
  gtk_entry_set_max_length (GTK_ENTRY (entry), sizeof pin->name - 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"), -1);
  g_object_set_data (G_OBJECT (entry), "pin", GUINT_TO_POINTER (i));
  g_signal_connect (entry, "activate", G_CALLBACK (renamed_cb), self);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), pin->shown);
  g_object_set_data (G_OBJECT (check), "pin", GUINT_TO_POINTER (i));
  g_signal_connect (check, "toggled", G_CALLBACK (show_toggled_cb), self);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), action_button (_ ("_Swap with Current"), "win.swap-pin", i));
  gtk_box_append (GTK_BOX (box), action_button (_ ("_Remove Pin"), "win.remove-pin", i));
  sl_one_name_below (box);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static void
draw_dot (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  SlPlotTheme theme;
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  sl_plot_theme_init (&theme, dark ? SL_PLOT_THEME_DARK : SL_PLOT_THEME_LIGHT, 1.0);
  sl_plot_theme_set_palette (&theme, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (area), "palette")));
  gdk_cairo_set_source_rgba (cr, &theme.colours[GPOINTER_TO_INT (data) < 0 ? SL_COLOUR_INK
                                                 : sl_figure_pin_colour (GPOINTER_TO_UINT (data))]);
  cairo_arc (cr, 0.5 * width, 0.5 * height, 0.5 * MIN (width, height), 0.0, 2.0 * G_PI);
  cairo_fill (cr);
}

static GtkWidget *
pin_chip (SlWindow *self, guint i)
{
  const SlSessionPin *pin = sl_session_get_pin (self->session, i);
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *dot = gtk_drawing_area_new (), *label = gtk_label_new (pin->name);
  /* Translators: a galaxy to compare with, by its name */
  g_autofree char *spoken = g_strdup_printf (_ ("Pinned galaxy %s"), pin->name);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (dot), 10);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (dot), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_dot, GUINT_TO_POINTER (i), NULL);
  g_object_set_data (G_OBJECT (dot), "palette", GINT_TO_POINTER ((int) self->palette));
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), label);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), pin_popover (self, i, pin));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sl-pin");
  gtk_widget_set_opacity (label, pin->shown ? 1.0 : 0.5);
  gtk_widget_set_tooltip_text (button, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return button;
}

/* The present galaxy, whose curves have the ink colour. */
static GtkWidget *
own_chip (SlWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *dot = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (dot), 10);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (dot), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_dot, GINT_TO_POINTER (-1), NULL);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("this galaxy")));
  return box;
}

void
sl_window_update_pins (SlWindow *self)
{
  const guint n = sl_session_n_pins (self->session);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pins_box))))
    {
      sl_window_shell_close_popovers (child);
      gtk_box_remove (self->pins_box, child);
    }
  if (n)
    gtk_box_append (self->pins_box, own_chip (self));
  for (guint i = 0; i < n; i++)
    gtk_box_append (self->pins_box, pin_chip (self, i));
  gtk_revealer_set_reveal_child (self->pins_revealer, n > 0);
  gtk_toggle_button_set_active (self->differences_button, sl_session_get_differences (self->session));
}

static gboolean
pins_idle_cb (gpointer data)
{
  SlWindow *self = data;

  self->pins_idle = 0;
  sl_window_update_pins (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: the button that was pressed may be in the row itself. */
void
sl_window_update_pins_soon (SlWindow *self)
{
  if (!self->pins_idle)
    self->pins_idle = g_idle_add (pins_idle_cb, self);
}
