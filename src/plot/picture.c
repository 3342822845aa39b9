/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture.h"

#include <math.h>

#include "text.h"

/* Sizes in units; a unit follows the size of the sheet. */
#define NAME_SIZE 12.0
#define TITLE_SIZE 15.0
#define PADDING 8.0
#define GAP 10.0

/* How much of its room the widest name takes, since smaller type is not narrower to the pixel. */
#define NAME_FIT 0.98

/* In user units: names that would have to be smaller than this are left out, for nobody could read
 * them. Their sheet counts so much less than one whose names are whole. */
#define LEAST_NAME_SIZE 9.0
#define NAMELESS_WORTH 0.5

/* From this many times its own size on a picture is drawn at a whole multiple, so that all its
 * pixels are equally large; below, that would waste too much of the room. */
#define LEAST_WHOLE_FACTOR 4

/* Where the cells of a sheet stand. */
typedef struct
{
  double unit;
  double top; /* what is above all cells */
  double bottom;
  double first_row;   /* where it begins */
  double name_size;   /* of their type, smaller in narrow cells; 0 without names */
  double name_height; /* with the gap above */
  guint  columns;
  guint  rows;
  double cell_width;
  double cell_height;
} Grid;

/**
 * ov_picture_draw:
 * @cr: where to draw
 * @rgb: [height × width × 3] bytes, red, green, blue, from the top left
 * @width: in the picture's own pixels
 * @height: in the picture's own pixels
 * @area: where it is stretched to
 *
 * Draws a picture with crisp pixels at any size.
 */
void
ov_picture_draw (cairo_t          *cr,
                 const guint8     *rgb,
                 int               width,
                 int               height,
                 cairo_rectangle_t area)
{
  cairo_surface_t *surface;
  guint8 *pixels;
  int stride;

  g_return_if_fail (cr != NULL && rgb != NULL && width > 0 && height > 0);

  if (!(area.width > 0) || !(area.height > 0))
    return;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  pixels = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; pixels != NULL && y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *pixel = rgb + 3 * ((gsize) y * (gsize) width + (gsize) x);

        ((guint32 *) (gpointer) (pixels + (gsize) y * (gsize) stride))[x] =
          (guint32) pixel[0] << 16 | (guint32) pixel[1] << 8 | pixel[2];
      }

  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  cairo_translate (cr, area.x, area.y);
  cairo_scale (cr, area.width / width, area.height / height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* The type of names as it is wherever there is room, and what it takes then. */
typedef struct
{
  double size;
  double width; /* of the widest name; 0 for none */
  double height;
} NameType;

/* How much larger than usual the type is. */
static double
get_type_scale (const OvSheet *self)
{
  return self->type_scale > 0.0 ? self->type_scale : 1.0;
}

static void
measure_names (const OvSheet *self,
               double         unit,
               NameType      *type)
{
  *type = (NameType) {.size = NAME_SIZE * unit * get_type_scale (self)};

  for (guint i = 0; self->names != NULL && i < self->n; i++)
    if (self->names[i] != NULL && *self->names[i] != '\0')
      {
        double width;

        ov_text_measure (self->names[i], type->size, OV_TEXT_PLAIN, 0, &width, &type->height);
        type->width = MAX (type->width, width);
      }
}

/* How wide a name may be: a little of the gap on both sides is its own. */
static double
get_name_room (const Grid *grid)
{
  return grid->cell_width + GAP * grid->unit * 0.6;
}

/* The names shrink to the width of their cells, as long as they can be read. */
static void
fit_names (const NameType *type,
           Grid           *grid)
{
  const double room = MAX (get_name_room (grid), 1.0);
  const double share = type->width > 0.0 ? MIN (1.0, NAME_FIT * room / type->width) : 0.0;
  const gboolean is_readable = type->size * share >= LEAST_NAME_SIZE;

  grid->name_size = is_readable ? type->size * share : 0.0;
  grid->name_height = is_readable ? type->height * share + 3 * grid->unit : 0.0;
}

static double
find_factor (const OvSheet *self,
             const Grid    *grid)
{
  double factor = MIN (grid->cell_width / self->width,
                       (grid->cell_height - grid->name_height) / self->height);

  return MAX (factor >= LEAST_WHOLE_FACTOR ? floor (factor) : factor, 0);
}

/* In a high sheet the rows stay together, in its middle. */
static void
divide (const OvSheet  *self,
        guint           columns,
        double          width,
        double          height,
        const NameType *type,
        Grid           *grid)
{
  double pad = PADDING * grid->unit, gap = GAP * grid->unit;
  double room;

  grid->columns = MAX (columns, 1);
  grid->rows = MAX ((self->n + grid->columns - 1) / grid->columns, 1);
  room = (height - grid->top - grid->bottom - (grid->rows - 1) * gap) / grid->rows;
  grid->cell_width = (width - 2 * pad - (grid->columns - 1) * gap) / grid->columns;
  grid->cell_height = room;
  fit_names (type, grid);
  grid->cell_height =
    MIN (room, find_factor (self, grid) * self->height + grid->name_height + gap);
  grid->first_row = grid->top + (room - grid->cell_height) * grid->rows / 2;
}

/* Large pictures are good, but not when their names can hardly be read. */
static double
judge (const OvSheet  *self,
       const NameType *type,
       const Grid     *grid)
{
  const double factor = find_factor (self, grid);

  if (!(type->width > 0.0))
    return factor;

  return factor * (grid->name_size > 0.0 ? grid->name_size / type->size : NAMELESS_WORTH);
}

static gboolean
may_have_columns (const OvSheet *self,
                  guint          columns)
{
  return !self->is_even || (columns > 1 && columns < self->n && self->n % columns == 0);
}

static double
choose_unit (const OvSheet *self,
             double         width,
             double         height)
{
  double unit = MIN (width / 560, height / 400);

  unit = unit < 1 ? CLAMP (unit * 1.4, 0.95, 1) : unit;

  return self->theme == OV_THEME_PAPER ? unit * 1.15 : unit;
}

/* The first of the best: as few columns as make the pictures largest. */
static Grid
choose_columns (const OvSheet *self,
                double         width,
                double         height,
                Grid           grid)
{
  NameType type;
  Grid best;

  measure_names (self, grid.unit, &type);
  divide (self, self->columns > 0 ? self->columns : 1, width, height, &type, &grid);
  best = grid;

  for (guint columns = 2; self->columns == 0 && columns <= self->n; columns++)
    if (may_have_columns (self, columns))
      {
        divide (self, columns, width, height, &type, &grid);
        if (judge (self, &type, &grid) > judge (self, &type, &best)
            || !may_have_columns (self, best.columns))
          best = grid;
      }

  return best;
}

static Grid
make_grid (const OvSheet *self,
           double         width,
           double         height)
{
  Grid grid = {.unit = choose_unit (self, width, height)};
  double pad = PADDING * grid.unit, text_height;

  grid.top = grid.bottom = pad;

  if (self->title != NULL && *self->title != '\0')
    {
      ov_text_measure (self->title, TITLE_SIZE * grid.unit, OV_TEXT_BOLD, width - 2 * pad, NULL,
                       &text_height);
      grid.top += text_height + pad;
    }

  if (self->caption != NULL && *self->caption != '\0')
    {
      ov_text_measure (self->caption, NAME_SIZE * grid.unit, OV_TEXT_WRAPPED, width - 2 * pad, NULL,
                       &text_height);
      grid.bottom += text_height + pad;
    }

  return choose_columns (self, width, height, grid);
}

static cairo_rectangle_t
find_area (const OvSheet *self,
           const Grid    *grid,
           guint          index)
{
  double factor = find_factor (self, grid), gap = GAP * grid->unit;
  guint column = index % grid->columns, row = index / grid->columns;
  double picture_width = factor * self->width, picture_height = factor * self->height;
  double x = PADDING * grid->unit + column * (grid->cell_width + gap);
  double y = grid->first_row + row * (grid->cell_height + gap);

  x += (grid->cell_width - picture_width) / 2;
  y += (grid->cell_height - picture_height - grid->name_height) / 2;

  return (cairo_rectangle_t) {floor (x), floor (y), picture_width, picture_height};
}

/**
 * ov_sheet_get_area:
 * @self: a sheet
 * @width: of the whole sheet
 * @height: of the whole sheet
 * @index: of a picture
 * @area: (out): where it is drawn, without its name
 */
void
ov_sheet_get_area (const OvSheet     *self,
                   double             width,
                   double             height,
                   guint              index,
                   cairo_rectangle_t *area)
{
  Grid grid;

  g_return_if_fail (self != NULL && self->width > 0 && self->height > 0 && area != NULL);

  grid = make_grid (self, width, height);
  *area = find_area (self, &grid, index);
}

/**
 * ov_sheet_count_columns:
 * @self: a sheet
 * @width: of the whole sheet
 * @height: of the whole sheet
 *
 * Returns: how many pictures stand side by side
 */
guint
ov_sheet_count_columns (const OvSheet *self,
                        double         width,
                        double         height)
{
  g_return_val_if_fail (self != NULL && self->width > 0 && self->height > 0, 1);

  return make_grid (self, width, height).columns;
}

/**
 * ov_sheet_find:
 * @self: a sheet
 * @width: of the whole sheet
 * @height: of the whole sheet
 * @x: a position
 * @y: a position
 *
 * Returns: index of the picture that is drawn there, its name included, or -1
 */
int
ov_sheet_find (const OvSheet *self,
               double         width,
               double         height,
               double         x,
               double         y)
{
  Grid grid;

  g_return_val_if_fail (self != NULL && self->width > 0 && self->height > 0, -1);

  grid = make_grid (self, width, height);

  for (guint i = 0; i < self->n; i++)
    {
      cairo_rectangle_t area = find_area (self, &grid, i);

      if (x >= area.x && x < area.x + area.width && y >= area.y
          && y < area.y + area.height + grid.name_height)
        return (int) i;
    }

  return -1;
}

static void
draw_cell (const OvSheet *self,
           const Grid    *grid,
           cairo_t       *cr,
           guint          index)
{
  cairo_rectangle_t area = find_area (self, grid, index);
  OvColour text = ov_palette_get_role (self->theme, OV_ROLE_TEXT);
  OvColour frame = ov_palette_get_role (self->theme, OV_ROLE_GRID);
  const char *name = self->names != NULL ? self->names[index] : NULL;

  if (!(area.width > 0))
    return;

  if (self->pictures[index] != NULL)
    {
      ov_picture_draw (cr, self->pictures[index], self->width, self->height, area);
    }
  else
    {
      ov_palette_set_source (cr, &frame);
      cairo_rectangle (cr, area.x, area.y, area.width, area.height);
      cairo_fill (cr);
    }

  if (self->chosen == (int) index)
    {
      frame = ov_palette_get_slot (self->theme, OV_SLOT_TRAIN);
      ov_palette_set_source (cr, &frame);
      cairo_set_line_width (cr, 2 * grid->unit);
      cairo_rectangle (cr, area.x - grid->unit, area.y - grid->unit, area.width + 2 * grid->unit,
                       area.height + 2 * grid->unit);
      cairo_stroke (cr);
    }

  if (name != NULL && *name != '\0' && grid->name_size > 0.0)
    {
      double width;

      ov_text_measure (name, grid->name_size, OV_TEXT_PLAIN, 0, &width, NULL);
      ov_text_draw (cr, name, grid->name_size, OV_TEXT_PLAIN, &text,
                    area.x + (area.width - width) / 2, area.y + area.height + 2 * grid->unit, 0);
    }
}

/**
 * ov_sheet_draw:
 * @self: a sheet
 * @cr: where to draw, from 0, 0 to @width, @height
 * @width: in user units
 * @height: in user units
 *
 * Draws the sheet with its background.
 */
void
ov_sheet_draw (const OvSheet *self,
               cairo_t       *cr,
               double         width,
               double         height)
{
  OvColour ground, ink, dim;
  double pad;
  Grid grid;

  g_return_if_fail (self != NULL && self->width > 0 && self->height > 0 && cr != NULL);

  grid = make_grid (self, width, height);
  pad = PADDING * grid.unit;
  ground = ov_palette_get_role (self->theme, OV_ROLE_BACKGROUND);
  ink = ov_palette_get_role (self->theme, OV_ROLE_TEXT);
  dim = ov_palette_get_role (self->theme, OV_ROLE_DIM_TEXT);

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (!self->is_transparent)
    {
      ov_palette_set_source (cr, &ground);
      cairo_paint (cr);
    }

  if (self->title != NULL)
    ov_text_draw (cr, self->title, TITLE_SIZE * grid.unit, OV_TEXT_BOLD, &ink, pad, pad,
                  width - 2 * pad);

  for (guint i = 0; i < self->n; i++)
    draw_cell (self, &grid, cr, i);

  if (self->caption != NULL && *self->caption != '\0')
    ov_text_draw (cr, self->caption, NAME_SIZE * grid.unit, OV_TEXT_WRAPPED, &dim, pad,
                  height - grid.bottom + pad, width - 2 * pad);

  cairo_restore (cr);
}
