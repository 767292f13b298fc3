"""The frame of the window: navigation, menus, banners, and what passes between pages."""
