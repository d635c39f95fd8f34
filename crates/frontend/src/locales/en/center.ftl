### center
