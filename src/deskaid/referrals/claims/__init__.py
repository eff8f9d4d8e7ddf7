"""What a listing's own words say of whom it takes and what it asks for."""
