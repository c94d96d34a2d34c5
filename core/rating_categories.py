"""The ratings that every survey asks for, and the form offers: five categories of one to five stars."""

RATING_CATEGORIES = (
    ("overall_satisfaction", "Overall satisfaction"),
    ("communication", "Communication"),
    ("timeliness", "Timeliness"),
    ("quality", "Quality"),
    ("value_for_money", "Value for money"),
)
