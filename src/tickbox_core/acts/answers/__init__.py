"""What acts answer, matter by matter: attrs classes whose fields carry their labels."""
